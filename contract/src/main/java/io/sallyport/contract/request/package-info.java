/** The request and the answer of the API service. */
package io.sallyport.contract.request;
