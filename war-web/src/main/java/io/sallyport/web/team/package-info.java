/** A company's people, as its administrators keep them. */
package io.sallyport.web.team;
