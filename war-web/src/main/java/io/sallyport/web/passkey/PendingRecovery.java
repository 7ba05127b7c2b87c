package io.sallyport.web.passkey;

import java.io.Serializable;

/**
 * Somebody without a passkey who makes a new one.
 *
 * @param challenge what the authenticator must sign
 */
record PendingRecovery(byte[] challenge) implements Serializable {}
