/** Operations: from JSON to an AWS operation and back, without code for any one operation. */
package io.sallyport.api.operation;
