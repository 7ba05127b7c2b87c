/** Auto Scaling: groups of the instances that carry their name. */
package io.sallyport.sandbox.autoscaling;
