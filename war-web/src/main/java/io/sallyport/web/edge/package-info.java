/**
 * The portal's outer edge: the public REST API's application, its filters, and what errors become.
 */
package io.sallyport.web.edge;
