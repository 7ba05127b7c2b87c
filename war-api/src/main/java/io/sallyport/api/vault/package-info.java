/**
 * Unsealing and sealing a decrypt node from outside: by custodians' certificates, and by AWS KMS.
 */
package io.sallyport.api.vault;
