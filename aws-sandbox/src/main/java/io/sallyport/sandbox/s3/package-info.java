/**
 * S3 as far as reading goes: buckets, lists, objects. What is in an object is made up while it is
 * read, so that one of any size needs no memory. {@link io.sallyport.sandbox.s3.S3Operations} is
 * the root.
 */
package io.sallyport.sandbox.s3;
