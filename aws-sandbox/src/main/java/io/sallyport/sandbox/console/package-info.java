/**
 * A page for people without the aws command line, on which a CloudFormation template makes a role.
 * {@link io.sallyport.sandbox.console.Console} is the root.
 */
package io.sallyport.sandbox.console;
