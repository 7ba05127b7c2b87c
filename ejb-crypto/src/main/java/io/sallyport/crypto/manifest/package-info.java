/**
 * The key manifest: which keys exist, in which state, signed by offline root keys. Public keys
 * only; web nodes, decrypt nodes, browsers and the ceremony tool all read the same document.
 */
package io.sallyport.crypto.manifest;
