package io.sallyport.tenancy.passkey;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.util.UUID;

/**
 * A passkey proved itself with a counter that another use had passed already: there are two of it.
 * Whoever uses it is told what everybody is told whose passkey is refused.
 */
public final class PasskeyCopied extends ProblemException {
  private static final long serialVersionUID = 1L;

  private final UUID passkey;

  PasskeyCopied(UUID passkey) {
    super(ErrorCode.PASSKEY_REFUSED);
    this.passkey = passkey;
  }

  /** Which one. */
  public UUID passkey() {
    return passkey;
  }
}
