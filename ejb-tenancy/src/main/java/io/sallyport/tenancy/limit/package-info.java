/** How often something may be tried, counted for all web nodes together. */
package io.sallyport.tenancy.limit;
