/** Requests: who is let into which account, with what, and what of the answers is kept. */
package io.sallyport.api.request;
