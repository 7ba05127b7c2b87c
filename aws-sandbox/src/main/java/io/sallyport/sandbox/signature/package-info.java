/**
 * Verifies AWS Signature Version 4. {@link io.sallyport.sandbox.signature.SignatureVerifier} is the
 * root.
 */
package io.sallyport.sandbox.signature;
