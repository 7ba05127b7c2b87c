/** Closing a company's account: what is deleted, who decides, and what proves it. */
package io.sallyport.tenancy.closing;
