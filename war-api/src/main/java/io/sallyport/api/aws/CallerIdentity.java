package io.sallyport.api.aws;

import io.sallyport.contract.identity.AwsAccountId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** Asks AWS whose credentials are. */
@ApplicationScoped
public class CallerIdentity {
  @Inject private AwsEndpoint endpoint;

  /**
   * The account that they belong to.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException when AWS refuses or is not there
   */
  public AwsAccountId account(AwsCredentialsProvider credentials, Region region) {
    StsClientBuilder builder = StsClient.builder().credentialsProvider(credentials);
    endpoint.configure(builder, builder, "sts", region);
    // The HTTP client is shared: closing this client leaves it open.
    try (StsClient sts = builder.build()) {
      return new AwsAccountId(sts.getCallerIdentity().account());
    }
  }
}
