/**
 * Opening, on decrypt nodes only. Its root is {@link io.sallyport.crypto.opening.Vault}; nothing
 * else here can be called from outside.
 */
package io.sallyport.crypto.opening;
