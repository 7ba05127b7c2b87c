/**
 * Elastic Compute Cloud: instances that only have a state, regions, zones and spot prices. {@link
 * io.sallyport.sandbox.ec2.Ec2Operations} is the root.
 */
package io.sallyport.sandbox.ec2;
