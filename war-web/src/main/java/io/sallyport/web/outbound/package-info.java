/** HTTPS to addresses that customers name, and that may be meant to harm us. */
package io.sallyport.web.outbound;
