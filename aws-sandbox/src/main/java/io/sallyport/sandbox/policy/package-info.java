/**
 * Parses IAM policy documents and answers whether one allows or denies a request. {@link
 * io.sallyport.sandbox.policy.PolicyDocument} is the root; it knows nothing of accounts, HTTP or
 * time.
 */
package io.sallyport.sandbox.policy;
