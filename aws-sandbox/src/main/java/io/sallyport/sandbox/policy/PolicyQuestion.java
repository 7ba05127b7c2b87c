package io.sallyport.sandbox.policy;

/**
 * May this action be done to this resource?
 *
 * @param action for example {@code sts:AssumeRole}
 * @param resource an ARN, or {@code *} for an action without resources
 */
public record PolicyQuestion(String action, String resource, RequestFacts facts) {}
