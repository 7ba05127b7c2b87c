/** The tenant's audit trail, as people and programs see it. */
package io.sallyport.web.activity;
