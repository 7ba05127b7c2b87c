package io.sallyport.web.sso;

import io.sallyport.tenancy.sso.Claimed;
import java.time.Instant;
import java.util.Optional;

/**
 * What a provider said, and was believed.
 *
 * @param claimed who it is
 * @param authenticated when the provider last asked the person themselves, if it says so
 * @param sid its name for its session with them, if it says so
 * @param idToken the ID token itself
 */
record Verified(
    Claimed claimed, Optional<Instant> authenticated, Optional<String> sid, String idToken) {
  /** Never the token. */
  @Override
  public String toString() {
    return "Verified[" + claimed.issuer() + "]";
  }
}
