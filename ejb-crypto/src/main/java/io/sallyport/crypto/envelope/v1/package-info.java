/** The first envelope format: its outside, as both the sealing and the opening side check it. */
package io.sallyport.crypto.envelope.v1;
