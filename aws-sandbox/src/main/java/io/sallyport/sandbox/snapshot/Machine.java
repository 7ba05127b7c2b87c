package io.sallyport.sandbox.snapshot;

/**
 * A server in the pretend AWS that may fetch the credentials of one role.
 *
 * @param tokenSha256 lower-case hex of the hash of its authorization token
 */
public record Machine(String name, String roleArn, String tokenSha256) {}
