/** Moving all records of one key to another: a batch job on decrypt nodes. */
package io.sallyport.crypto.rewrap;
