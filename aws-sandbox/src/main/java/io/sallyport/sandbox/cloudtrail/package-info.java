/** CloudTrail's reading side: what happened in an account, as its owner looks it up. */
package io.sallyport.sandbox.cloudtrail;
