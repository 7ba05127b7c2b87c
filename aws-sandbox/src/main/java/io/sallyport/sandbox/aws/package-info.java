/**
 * From a signed request to an answer: which service, who calls, may they, what is recorded. {@link
 * io.sallyport.sandbox.aws.Gateway} is the root; the services themselves are packages of their own.
 */
package io.sallyport.sandbox.aws;
