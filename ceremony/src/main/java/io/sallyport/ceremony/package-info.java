/**
 * Key ceremonies: making root keys, vault keys and identities, splitting the master key, signing
 * manifests. Runs offline, on a machine of its own; the formats are those of the crypto module.
 */
package io.sallyport.ceremony;
