/** CloudWatch: invented metrics of the instances that there are. */
package io.sallyport.sandbox.cloudwatch;
