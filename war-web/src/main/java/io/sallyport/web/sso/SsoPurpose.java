package io.sallyport.web.sso;

/** What somebody is sent to their identity provider for. */
public enum SsoPurpose {
  SIGN_IN("sign-in"),
  CONFIRM("confirm"),
  TEST("test");

  private final String code;

  SsoPurpose(String code) {
    this.code = code;
  }

  /** As the API names it. */
  public String code() {
    return code;
  }
}
