/** Registering a company and signing in, with passkeys only. */
package io.sallyport.web.passkey;
