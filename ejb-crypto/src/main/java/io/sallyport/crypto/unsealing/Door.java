package io.sallyport.crypto.unsealing;

import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.vault.VaultDoor;
import io.sallyport.contract.vault.VaultState;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/**
 * The vault's door. Only custodians, by certificate, submit shares; web nodes may look at it, and
 * close it for a custodian who is signed in to the portal.
 */
@Stateless
@Local(VaultDoor.class)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Door implements VaultDoor {
  @Inject private Unsealing unsealing;

  @Override
  @RolesAllowed({"key-custodian", "web-node"})
  public VaultState state() {
    return unsealing.state();
  }

  @Override
  @RolesAllowed("key-custodian")
  public VaultState submit(PersonId custodian, String share) {
    return unsealing.submit(custodian, share);
  }

  @Override
  @RolesAllowed({"key-custodian", "web-node"})
  public VaultState abort(PersonId custodian) {
    return unsealing.abort(custodian);
  }

  @Override
  @RolesAllowed({"key-custodian", "web-node"})
  public VaultState seal(PersonId by) {
    return unsealing.seal(by);
  }

  @Override
  @RolesAllowed("decrypt-node")
  public VaultState unseal(byte[] masterKey) {
    return unsealing.unseal(masterKey);
  }
}
