/**
 * How a web node bears load, beside its own static page, and what row-level security costs: {@link
 * io.sallyport.benchmarks.load.PortalLoad} is its root.
 */
package io.sallyport.benchmarks.load;
