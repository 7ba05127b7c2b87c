/** Brings a database to this release's schema. */
package io.sallyport.sql;
