package io.sallyport.sandbox.signature;

import io.sallyport.sandbox.signature.SignatureRefusal.Reason;

/** The part of a signature that says what it is good for: a day, a region, a service. */
public record CredentialScope(String date, String region, String service) {
  private static final int PARTS = 5;

  /** Reads {@code key/date/region/service/aws4_request}, of which the key id is left out. */
  static CredentialScope parse(String credential) {
    String[] parts = credential.split("/", -1);
    if (parts.length != PARTS || !parts[4].equals("aws4_request")) {
      throw new SignatureRefusal(
          Reason.INCOMPLETE,
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term, got '"
              + credential
              + "'");
    }
    return new CredentialScope(parts[1], parts[2], parts[3]);
  }

  @Override
  public String toString() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }
}
