/**
 * Requests of customers' own AWS tools: their signature is checked, what they want is looked up in
 * the allow-list, and they are signed again for AWS.
 */
package io.sallyport.api.tool;
