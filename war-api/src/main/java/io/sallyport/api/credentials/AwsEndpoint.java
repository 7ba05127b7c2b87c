package io.sallyport.api.credentials;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/**
 * Where AWS is: AWS's own endpoints, or {@code sallyport.aws.endpoint} for a sandbox. All clients
 * share one pool of TLS connections and one budget of time.
 */
@ApplicationScoped
public class AwsEndpoint {
  private final Optional<URI> override;
  private final SdkHttpClient http;

  /** For the container's proxy. */
  protected AwsEndpoint() {
    override = Optional.empty();
    http = null;
  }

  @Inject
  public AwsEndpoint(@ConfigProperty(name = "sallyport.aws.endpoint") Optional<URI> override) {
    override.ifPresent(AwsEndpoint::requireHttps);
    this.override = override;
    this.http =
        ApacheHttpClient.builder()
            .maxConnections(64)
            .connectionTimeout(Duration.ofSeconds(3))
            .socketTimeout(Duration.ofSeconds(20))
            .build();
  }

  private static void requireHttps(URI endpoint) {
    if (!"https".equals(endpoint.getScheme()) || endpoint.getHost() == null) {
      throw new IllegalArgumentException("sallyport.aws.endpoint must be an https URL");
    }
  }

  /** Sets what all clients have in common. */
  public void configure(AwsClientBuilder<?, ?> builder, AwsSyncClientBuilder<?, ?> sync) {
    override.ifPresent(builder::endpointOverride);
    sync.httpClient(http);
    builder.overrideConfiguration(
        ClientOverrideConfiguration.builder().apiCallTimeout(Duration.ofSeconds(25)).build());
  }

  /** For the log. */
  @Override
  public String toString() {
    return override.map(uri -> "a sandbox at " + uri).orElse("AWS");
  }

  @PreDestroy
  void close() {
    http.close();
  }
}
