/** Credentials for one request in a customer's account, in memory only. */
package io.sallyport.api.credentials;
