/** The Key Management Service. {@link io.sallyport.sandbox.kms.KmsOperations} is the root. */
package io.sallyport.sandbox.kms;
