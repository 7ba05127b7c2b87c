/** How key files are read, and which JCA provider does the work. */
package io.sallyport.crypto.keys;
