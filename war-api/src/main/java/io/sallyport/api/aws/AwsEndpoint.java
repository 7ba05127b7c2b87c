package io.sallyport.api.aws;

import io.sallyport.api.running.RunningRequests;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.xml.stream.XMLStreamException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceEndpointKey;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;

/**
 * Where AWS is: the regional endpoints, those with FIPS-validated TLS where AWS has such and {@code
 * sallyport.aws.fips} is not false; or {@code sallyport.aws.endpoint} for a sandbox. All clients
 * share one pool of TLS connections; each call has 25 seconds for at most four attempts, which
 * adapt to how AWS throttles whoever uses that client. What tools read, as slowly as they like, has
 * a pool of its own.
 */
@ApplicationScoped
public class AwsEndpoint {
  private static final Duration BUDGET = Duration.ofSeconds(25);
  private static final int ATTEMPTS = 4;
  private static final int TIMERS = 4;
  private static final int CALLS = 64;
  private static final int STREAMS = 256;

  private final Optional<URI> override;
  private final boolean fips;
  private final SdkHttpClient http;
  private final SdkHttpClient streams;
  private final ScheduledExecutorService timers;

  /** For the container's proxy. */
  protected AwsEndpoint() {
    override = Optional.empty();
    fips = true;
    http = null;
    streams = null;
    timers = null;
  }

  @Inject
  public AwsEndpoint(
      @ConfigProperty(name = "sallyport.aws.endpoint") Optional<URI> override,
      @ConfigProperty(name = "sallyport.aws.fips", defaultValue = "true") boolean fips,
      AwsClock clock,
      RunningRequests running) {
    override.ifPresent(AwsEndpoint::requireHttps);
    this.override = override;
    this.fips = fips;
    this.timers = Executors.newScheduledThreadPool(TIMERS);
    this.http = new ObservedClient(pool(CALLS), clock, running);
    this.streams = new ObservedClient(pool(STREAMS), clock, running);
  }

  private static SdkHttpClient pool(int connections) {
    return ApacheHttpClient.builder()
        .maxConnections(connections)
        .connectionTimeout(Duration.ofSeconds(3))
        .socketTimeout(Duration.ofSeconds(20))
        .build();
  }

  private static void requireHttps(URI endpoint) {
    if (!"https".equals(endpoint.getScheme()) || endpoint.getHost() == null) {
      throw new IllegalArgumentException("sallyport.aws.endpoint must be an https URL");
    }
  }

  /**
   * Sets what all clients have in common.
   *
   * @param builder a client's
   * @param sync the same
   * @param service as AWS's endpoints name it, e.g. {@code ec2}
   */
  public void configure(
      AwsClientBuilder<?, ?> builder,
      AwsSyncClientBuilder<?, ?> sync,
      String service,
      Region region) {
    builder.region(region);
    override.ifPresent(builder::endpointOverride);
    builder.fipsEnabled(override.isEmpty() && fips && hasFips(service, region));
    sync.httpClient(http);
    if (override.isPresent() && builder instanceof S3BaseClientBuilder<?, ?> s3) {
      // Buckets have no host names of their own there.
      s3.forcePathStyle(true);
    }
    builder.overrideConfiguration(
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(BUDGET)
            // Otherwise each client has threads of its own, and there is one for each connection.
            .scheduledExecutorService(timers)
            .retryStrategy(
                AwsRetryStrategy.forRetryMode(RetryMode.ADAPTIVE_V2).toBuilder()
                    .maxAttempts(ATTEMPTS)
                    // An answer that breaks off shows as a document that cannot be read.
                    .retryOnRootCauseInstanceOf(IOException.class)
                    .retryOnRootCauseInstanceOf(XMLStreamException.class)
                    .build())
            .build());
  }

  /**
   * Where a service is.
   *
   * @param service as AWS's endpoints name it
   */
  public URI of(String service, Region region) {
    ServiceEndpointKey.Builder key = ServiceEndpointKey.builder().region(place(service, region));
    if (fips && hasFips(service, region)) {
      key.tags(EndpointTag.FIPS);
    }
    return override.orElseGet(
        () -> URI.create("https://" + ServiceMetadata.of(service).endpointFor(key.build())));
  }

  /**
   * The region that requests to a service there are signed for: that of a service which is in no
   * region is the partition's own.
   *
   * @param service as AWS's endpoints name it
   */
  public static Region signingRegion(String service, Region region) {
    Region place = place(service, region);
    return place.equals(region) ? region : ServiceMetadata.of(service).signingRegion(place);
  }

  /**
   * Sends a request that is signed already, once.
   *
   * @return AWS's answer, whose body has not been read yet
   */
  public HttpExecuteResponse send(SdkHttpFullRequest signed) throws IOException {
    HttpExecuteRequest.Builder execution = HttpExecuteRequest.builder().request(signed);
    signed.contentStreamProvider().ifPresent(execution::contentStreamProvider);
    return streams.prepareRequest(execution.build()).call();
  }

  /**
   * Whether AWS has an endpoint with FIPS-validated TLS there. The SDK lists them as regions of
   * their own; in GovCloud's, where all are, not every service has one.
   *
   * @see <a href="https://aws.amazon.com/compliance/fips/">FIPS endpoints by service</a>
   */
  static boolean hasFips(String service, Region region) {
    List<Region> regions = ServiceMetadata.of(service).regions();
    String place = place(service, region).id();
    return regions.contains(Region.of("fips-" + place))
        || regions.contains(Region.of(place + "-fips"));
  }

  /** Some services, such as IAM, are in no region but in the partition as a whole. */
  private static Region place(String service, Region region) {
    if (region.metadata() == null) {
      // Of no partition that the SDK knows: nothing answers there.
      return region;
    }
    List<Region> regions = ServiceMetadata.of(service).regions();
    Region whole = Region.of(region.metadata().partition().id() + "-global");
    return regions.contains(region) || !regions.contains(whole) ? region : whole;
  }

  /** For the log. */
  @Override
  public String toString() {
    return override.map(uri -> "a sandbox at " + uri).orElse("AWS");
  }

  @PreDestroy
  void close() {
    http.close();
    streams.close();
    timers.shutdownNow();
  }
}
