package io.sallyport.contract.request;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What AWS answered.
 *
 * @param requestId Sallyport's request
 * @param awsRequestId AWS's request id, may be null
 * @param result the operation's output under its API names
 */
public record ServiceAnswer(UUID requestId, String awsRequestId, Map<String, Object> result) {
  public ServiceAnswer {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(result, "result");
  }
}
