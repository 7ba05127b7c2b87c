/**
 * What was done in the pretend AWS, as CloudTrail would tell it. {@link
 * io.sallyport.sandbox.trail.Trail} is the root.
 */
package io.sallyport.sandbox.trail;
