/** Starts the whole product on one machine, with keys made on the spot. */
package io.sallyport.demo;
