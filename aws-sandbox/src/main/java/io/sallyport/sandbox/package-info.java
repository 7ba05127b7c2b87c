/**
 * A pretend AWS for demonstrations and tests that is reached by AWS's own protocols only. {@link
 * io.sallyport.sandbox.AwsSandbox} is the root; {@link io.sallyport.sandbox.SandboxCommand} starts
 * it from the command line.
 */
package io.sallyport.sandbox;
