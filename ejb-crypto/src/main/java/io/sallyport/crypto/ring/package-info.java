/**
 * The private keys of the vault: how they lie sealed on a decrypt node's disk, how the master key
 * that seals them is split into shares, and the ring that is in memory while a node is unsealed.
 */
package io.sallyport.crypto.ring;
