/** What key custodians do in the portal: nodes, keys and their states, rewraps. */
package io.sallyport.web.vault;
