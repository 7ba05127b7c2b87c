/** The site's key manifests, the states of its keys, and rewraps: the records, not the keys. */
package io.sallyport.tenancy.keys;
