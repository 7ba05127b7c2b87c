/**
 * The API service alone, as a company's own node: takes orders from our decrypt nodes only, does
 * what its own list allows in its own machine's role, and keeps a trail of its own.
 */
package io.sallyport.api.onpremise;
