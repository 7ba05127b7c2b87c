/** Companies' own nodes: adding, enrolling, renewing, revoking. */
package io.sallyport.web.onpremise;
