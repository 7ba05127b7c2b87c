/** Asking for something in a connected account. */
package io.sallyport.web.request;
