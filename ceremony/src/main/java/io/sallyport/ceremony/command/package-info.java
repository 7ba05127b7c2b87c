/**
 * The command line: what people and scripts say to {@code bin/sallyport-keys}, and what it answers.
 */
package io.sallyport.ceremony.command;
