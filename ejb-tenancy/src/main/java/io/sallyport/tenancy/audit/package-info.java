/** The audit trail: a hash chain for each tenant. */
package io.sallyport.tenancy.audit;
