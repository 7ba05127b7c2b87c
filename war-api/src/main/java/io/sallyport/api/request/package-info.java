/**
 * Requests: from JSON to an AWS operation and back. What may be asked is data (allow-list.json).
 */
package io.sallyport.api.request;
