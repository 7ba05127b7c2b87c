/** What concerns a company as a whole, and closing its account. */
package io.sallyport.web.company;
