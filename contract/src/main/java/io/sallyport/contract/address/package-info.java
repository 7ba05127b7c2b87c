/** Network addresses: which are public, and which belong to a named network. */
package io.sallyport.contract.address;
