/** Where customers' own AWS tools ask, and how they get the sessions in which they do. */
package io.sallyport.web.tool;
