/** Whether the database is there and has the schema that this release was built for. */
package io.sallyport.tenancy.schema;
