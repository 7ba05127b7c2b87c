package io.sallyport.web.sso;

/** Why a sign-in by a company's provider was refused: in the company's trail, and in its test. */
public enum SsoReason {
  UNREACHABLE("unreachable", "The identity provider could not be asked"),
  DISCOVERY("discovery", "The identity provider's description of itself cannot be used"),
  ANSWER("answer", "What the browser brought back does not belong to what it was sent for"),
  PROVIDER("provider", "The identity provider refused"),
  CLIENT("client", "The identity provider did not accept Sallyport as its client"),
  TOKEN("token", "The ID token cannot be trusted"),
  AGE("age", "The identity provider did not ask the person again"),
  ROLE("role", "No value of the claim stands for a role"),
  PERSON("person", "It is another person than the one who has signed in, or one who was removed");

  private final String code;
  private final String sentence;

  SsoReason(String code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  /** As the audit trail names it. */
  public String code() {
    return code;
  }

  /** For people, without a full stop. */
  public String sentence() {
    return sentence;
  }
}
