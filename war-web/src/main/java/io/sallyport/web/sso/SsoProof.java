package io.sallyport.web.sso;

import java.io.Serializable;
import java.util.UUID;

/**
 * What a sign-in by a company's provider came with; it stays in the web session and nowhere else.
 *
 * @param signIn which sign-in
 * @param issuer the provider
 * @param subject what it calls the person
 * @param idToken its ID token, which it wants back at sign-out
 */
public record SsoProof(UUID signIn, String issuer, String subject, String idToken)
    implements Serializable {
  /** Never the token. */
  @Override
  public String toString() {
    return "SsoProof[" + signIn + "]";
  }
}
