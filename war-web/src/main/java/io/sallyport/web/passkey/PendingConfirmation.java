package io.sallyport.web.passkey;

import java.io.Serializable;

/**
 * Somebody who has signed in and confirms that it is still they.
 *
 * @param challenge what the authenticator must sign
 */
record PendingConfirmation(byte[] challenge) implements Serializable {}
