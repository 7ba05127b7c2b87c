package io.sallyport.tenancy.sso;

import java.util.List;

/**
 * What a verified ID token says about somebody.
 *
 * @param issuer whose word it is
 * @param subject what the issuer calls them, always the same
 * @param displayName what people call them; may be null, or nothing that can be shown
 * @param values of the claim that roles come from
 */
public record Claimed(String issuer, String subject, String displayName, List<String> values) {
  public Claimed {
    values = List.copyOf(values);
  }
}
