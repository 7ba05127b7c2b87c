package io.sallyport.web.edge;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.CanonicalUuid;
import java.util.UUID;

/** An id that stands in an address. */
public final class PathId {
  private PathId() {}

  /**
   * Reads it.
   *
   * @param unknown what to answer for what is no id: the same as for one that names nothing
   */
  public static UUID of(String text, ErrorCode unknown) {
    try {
      return CanonicalUuid.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(unknown, e);
    }
  }
}
