/**
 * Sealing on arrival, with public keys only: web nodes use this package. Its root is {@link
 * io.sallyport.crypto.sealing.Sealer}.
 */
package io.sallyport.crypto.sealing;
