/** Letting customers' programs in, under keys that the customer registers. */
package io.sallyport.web.client;
