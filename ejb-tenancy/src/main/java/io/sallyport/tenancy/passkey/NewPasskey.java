package io.sallyport.tenancy.passkey;

/**
 * A passkey that has proved itself but is not stored yet.
 *
 * @param credentialId the authenticator's name for it
 * @param attestedData attested credential data (WebAuthn section 6.5.1): the public key
 * @param signCount the authenticator's counter, 0 if it has none
 */
public record NewPasskey(byte[] credentialId, byte[] attestedData, long signCount) {}
