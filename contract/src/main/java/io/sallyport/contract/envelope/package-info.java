/** What binds a sealed envelope to its record: the sealing ticket and the sealing context. */
package io.sallyport.contract.envelope;
