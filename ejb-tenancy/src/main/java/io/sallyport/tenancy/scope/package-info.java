/** Sets the transaction's tenant, under which row-level security shows rows. */
package io.sallyport.tenancy.scope;
