/** What our side and a company's own node say to each other, and what is kept of such nodes. */
package io.sallyport.contract.onpremise;
