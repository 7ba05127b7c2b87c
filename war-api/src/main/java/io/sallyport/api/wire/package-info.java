/** What AWS tools say, as it is and not as the SDK says it: read, signed by us, and sent. */
package io.sallyport.api.wire;
