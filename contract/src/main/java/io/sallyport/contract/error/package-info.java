/** What can go wrong, with a stable code for each, and how it travels (RFC 9457). */
package io.sallyport.contract.error;
