/**
 * The seed and state files: accounts as JSON. {@link io.sallyport.sandbox.snapshot.Snapshot} is the
 * root; both files have the same form.
 */
package io.sallyport.sandbox.snapshot;
