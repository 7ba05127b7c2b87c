/** Requests that are under way, and breaking them off. */
package io.sallyport.api.running;
