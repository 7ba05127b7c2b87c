/** Connections to AWS accounts, sealing tickets, and sealed envelopes as opaque bytes. */
package io.sallyport.tenancy.connection;
