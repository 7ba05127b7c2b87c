/**
 * HTTP and the shapes that AWS's query protocols give to requests, answers and errors. {@link
 * io.sallyport.sandbox.wire.Listener} is the root.
 */
package io.sallyport.sandbox.wire;
