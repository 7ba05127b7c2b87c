/** Passkeys: public keys that people sign in with (WebAuthn). */
package io.sallyport.tenancy.passkey;
