/** What the demo starts: a database, a sandbox, nodes. Each is stopped by its process. */
package io.sallyport.demo.part;
