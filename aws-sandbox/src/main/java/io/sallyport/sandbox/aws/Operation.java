package io.sallyport.sandbox.aws;

/**
 * One operation of a service: checks, acts, and says what to answer. It runs while it alone has the
 * accounts.
 */
@FunctionalInterface
public interface Operation {
  Answer perform(Call call);
}
