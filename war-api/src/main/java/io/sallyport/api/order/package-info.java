/** Orders to companies' own nodes and their receipts: how both are signed, and checked. */
package io.sallyport.api.order;
