package io.sallyport.web.passkey;

import io.sallyport.contract.identity.Actor;
import java.io.Serializable;
import java.util.UUID;

/**
 * A registration that waits for its passkey.
 *
 * @param challenge what the authenticator must sign
 * @param tenant the company to be
 * @param person its first person to be
 * @param company name, already checked
 * @param displayName name, already checked
 */
record PendingRegistration(
    byte[] challenge, UUID tenant, UUID person, String company, String displayName)
    implements Serializable {
  Actor actor() {
    return new Actor(tenant, person);
  }
}
