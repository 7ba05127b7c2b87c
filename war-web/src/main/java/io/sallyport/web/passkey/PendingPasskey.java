package io.sallyport.web.passkey;

import java.io.Serializable;

/**
 * A further passkey that waits for its authenticator.
 *
 * @param challenge what the authenticator must sign
 * @param name what its owner calls it, already checked
 */
record PendingPasskey(byte[] challenge, String name) implements Serializable {}
