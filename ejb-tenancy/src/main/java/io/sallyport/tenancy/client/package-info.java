/** Customers' programs: what each may do, the public keys it signs with, the tokens it has used. */
package io.sallyport.tenancy.client;
