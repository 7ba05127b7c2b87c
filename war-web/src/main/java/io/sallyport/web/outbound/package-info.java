/**
 * Requests that this node sends to addresses which customers name: HTTPS only, bounded, and never
 * into the site's own network.
 */
package io.sallyport.web.outbound;
