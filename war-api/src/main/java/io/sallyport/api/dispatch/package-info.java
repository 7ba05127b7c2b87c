/**
 * Orders to companies' own nodes: to which address, under which certificate, with which receipt.
 */
package io.sallyport.api.dispatch;
