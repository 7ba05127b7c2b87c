/**
 * How a decrypt node's vault is unsealed and sealed. Its root is {@link
 * io.sallyport.crypto.unsealing.Door}; the keys that are open are in {@link
 * io.sallyport.crypto.unsealing.OpenRing}.
 */
package io.sallyport.crypto.unsealing;
