/** The way from a web node to a decrypt node: mTLS, and nothing but what is asked there. */
package io.sallyport.web.node;
