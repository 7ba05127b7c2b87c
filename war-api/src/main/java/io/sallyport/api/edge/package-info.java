/** The service's edge: who may call, and how a problem is answered. */
package io.sallyport.api.edge;
