/**
 * Identity and Access Management: users, access keys, roles and their inline policies. {@link
 * io.sallyport.sandbox.iam.IamOperations} is the root.
 */
package io.sallyport.sandbox.iam;
