/** Development keys: made on the spot, kept with the demo's data, good for nothing else. */
package io.sallyport.demo.keys;
