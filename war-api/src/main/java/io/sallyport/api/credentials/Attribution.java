package io.sallyport.api.credentials;

import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.identity.TenantId;
import java.util.Objects;

/**
 * For whom and what for a role is assumed: in the customer's CloudTrail, as source identity and
 * session tags.
 *
 * @param tenant whose account it is
 * @param person who asked
 * @param purpose in short, of letters, digits and {@code . : -}
 */
public record Attribution(TenantId tenant, PersonId person, String purpose) {
  public Attribution {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(person, "person");
    Objects.requireNonNull(purpose, "purpose");
  }
}
