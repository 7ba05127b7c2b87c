/**
 * The accounts of the pretend AWS and what is in them: users, access keys, roles, instances, KMS
 * keys and live sessions. {@link io.sallyport.sandbox.account.Cloud} is the root.
 */
package io.sallyport.sandbox.account;
