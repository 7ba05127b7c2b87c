/**
 * Who calls, and the credentials by which they are known. {@link
 * io.sallyport.sandbox.identity.Caller} is the root.
 */
package io.sallyport.sandbox.identity;
