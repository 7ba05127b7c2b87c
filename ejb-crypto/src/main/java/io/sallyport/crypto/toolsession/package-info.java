/** Sessions of customers' own AWS tools, which nobody keeps; of public keys only. */
package io.sallyport.crypto.toolsession;
