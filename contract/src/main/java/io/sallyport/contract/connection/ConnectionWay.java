package io.sallyport.contract.connection;

import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.request.Capability;

/** How a connection enters its account. */
public enum ConnectionWay {
  /** Through a role of the account, with an External ID. */
  ROLE("role", SealingContext.ACCOUNT_FORM),
  /** Through the company's own node in the account, in that machine's role. */
  NODE("node", SealingContext.NODE_FORM);

  private final String code;
  private final String form;

  ConnectionWay(String code, String form) {
    this.code = code;
    this.form = form;
  }

  /** Stable name. */
  public String code() {
    return code;
  }

  /** The form whose details are sealed for it. */
  public String form() {
    return form;
  }

  /** Whether a connection of that kind can be made for it. */
  public boolean serves(Capability capability) {
    return this == ROLE || capability != Capability.WATCH_ROLE;
  }

  /**
   * The way of that stable name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static ConnectionWay of(String code) {
    for (ConnectionWay way : values()) {
      if (way.code.equals(code)) {
        return way;
      }
    }
    throw new IllegalArgumentException("unknown way into an account");
  }

  /**
   * The way whose details a form holds.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static ConnectionWay ofForm(String form) {
    for (ConnectionWay way : values()) {
      if (way.form.equals(form)) {
        return way;
      }
    }
    throw new IllegalArgumentException("unknown form");
  }
}
