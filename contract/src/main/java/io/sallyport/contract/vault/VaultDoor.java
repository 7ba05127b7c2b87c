package io.sallyport.contract.vault;

import io.sallyport.contract.identity.PersonId;

/** Unseals and seals one decrypt node's vault. Everything done here is in the vendor's trail. */
public interface VaultDoor {
  /** How it stands. */
  VaultState state();

  /**
   * Takes a custodian's share. With the last one needed the vault opens; on a vault that is open
   * already, the key files are read anew.
   *
   * @param custodian whose it is; nobody submits two of a set
   * @param share as text, a secret
   * @return how it stands now
   * @throws io.sallyport.contract.error.ProblemException {@code SP-SHARE-REFUSED} saying what is
   *     wrong with it, {@code SP-UNSEAL-FAILED} when the key files do not fit
   */
  VaultState submit(PersonId custodian, String share);

  /** Forgets the shares that were submitted so far. */
  VaultState abort(PersonId custodian);

  /** Forgets all keys and shares, at once. */
  VaultState seal(PersonId by);

  /**
   * Opens the vault with a master key that a key management service unwrapped.
   *
   * @param masterKey 32 bytes; zeroed before this returns
   * @throws io.sallyport.contract.error.ProblemException {@code SP-UNSEAL-FAILED}
   */
  VaultState unseal(byte[] masterKey);
}
