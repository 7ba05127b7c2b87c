/** What kinds of nodes there are. */
package io.sallyport.contract.node;
