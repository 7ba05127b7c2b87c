/** The nodes there are: each says so itself, twice a minute. */
package io.sallyport.tenancy.node;
