/** The web session: who is at the browser, and what the container is told about them. */
package io.sallyport.web.session;
