/** The Security Token Service. {@link io.sallyport.sandbox.sts.StsOperations} is the root. */
package io.sallyport.sandbox.sts;
