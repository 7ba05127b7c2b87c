/** A connection to a customer's AWS account: its states, and the checks that decide them. */
package io.sallyport.contract.connection;
