/** Connecting AWS accounts: what the customer sets up there, and what they seal here. */
package io.sallyport.web.connection;
