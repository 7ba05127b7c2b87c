package io.sallyport.contract.error;

/**
 * What AWS itself said, whole.
 *
 * @param code AWS's error code, e.g. {@code AccessDenied}
 * @param message AWS's message, may be null
 * @param requestId AWS's request id, may be null
 * @param status HTTP status, 0 when there was no answer
 * @param retryable whether the same, asked once more, may succeed; null where that was not kept, or
 *     a customer's node of an older release does not say
 */
public record AwsError(
    String code, String message, String requestId, int status, Boolean retryable) {}
