package io.sallyport.web.passkey;

import java.io.Serializable;

/**
 * A sign-in that waits for its passkey.
 *
 * @param challenge what the authenticator must sign
 */
record PendingSignIn(byte[] challenge) implements Serializable {}
