/** Companies' own nodes: who let them be enrolled, and which certificates are good. */
package io.sallyport.tenancy.onpremise;
