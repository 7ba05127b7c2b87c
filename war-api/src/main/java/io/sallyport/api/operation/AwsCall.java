package io.sallyport.api.operation;

import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.request.ServiceAnswer;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** An operation with parameters that were found good, ready to be called. */
@FunctionalInterface
public interface AwsCall {
  /**
   * What AWS answered.
   *
   * @param requestId AWS's own
   * @param result by AWS's API names
   */
  record Answer(String requestId, Map<String, Object> result) {
    /** As the answer to one of our requests. */
    public ServiceAnswer toServiceAnswer(UUID ours) {
      return new ServiceAnswer(ours, requestId, result);
    }
  }

  /**
   * Calls it.
   *
   * @param connection whose account it is called in
   * @throws software.amazon.awssdk.core.exception.SdkException when AWS refuses or is not there
   */
  Answer in(Region region, AwsCredentialsProvider credentials, ConnectionId connection);
}
