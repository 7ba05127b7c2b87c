/** ECS and EKS: clusters of the instances that carry their names. */
package io.sallyport.sandbox.containers;
