/** Testing a connection: from without and from within. */
package io.sallyport.api.verification;
