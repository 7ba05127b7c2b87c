/**
 * What no real AWS has: reading the trail, ordering failures, closing accounts, and handing
 * machines their credentials. {@link io.sallyport.sandbox.control.ControlEndpoint} is the root.
 */
package io.sallyport.sandbox.control;
