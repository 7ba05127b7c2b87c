package io.sallyport.api.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.api.running.RunningRequests;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sts.StsClient;

class AwsEndpointTest {
  private static AwsEndpoint endpoint(Optional<URI> override) {
    return new AwsEndpoint(override, true, new AwsClock(), new RunningRequests());
  }

  @Test
  void fipsEndpointsAreTakenWhereAwsHasThem() {
    for (Region region : new Region[] {Region.US_EAST_1, Region.US_EAST_2, Region.US_WEST_2}) {
      assertThat(AwsEndpoint.hasFips("ec2", region)).as("ec2 in %s", region).isTrue();
      assertThat(AwsEndpoint.hasFips("sts", region)).as("sts in %s", region).isTrue();
    }
    assertThat(AwsEndpoint.hasFips("ec2", Region.CA_CENTRAL_1)).isTrue();
    assertThat(AwsEndpoint.hasFips("ec2", Region.EU_CENTRAL_1)).isFalse();
    assertThat(AwsEndpoint.hasFips("sts", Region.EU_CENTRAL_1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ec2, us-east-1, ec2-fips.us-east-1.amazonaws.com",
    "sts, us-west-2, sts-fips.us-west-2.amazonaws.com",
    "s3, us-east-1, s3-fips.us-east-1.amazonaws.com",
    "ec2, eu-central-1, ec2.eu-central-1.amazonaws.com",
    "sts, eu-central-1, sts.eu-central-1.amazonaws.com",
    "s3, eu-central-1, s3.eu-central-1.amazonaws.com",
    "cloudtrail, eu-central-1, cloudtrail.eu-central-1.amazonaws.com",
    "iam, eu-central-1, iam-fips.amazonaws.com",
    "iam, us-east-1, iam-fips.amazonaws.com",
    "iam, cn-north-1, iam.cn-north-1.amazonaws.com.cn",
    "ec2, cn-north-1, ec2.cn-north-1.amazonaws.com.cn"
  })
  void whatIsSignedByUsGoesToTheServicesOwnEndpoint(String service, String region, String host) {
    assertThat(endpoint(Optional.empty()).of(service, Region.of(region)))
        .isEqualTo(URI.create("https://" + host));
  }

  @ParameterizedTest
  @CsvSource({
    "iam, eu-central-1, us-east-1",
    "iam, us-gov-east-1, us-gov-west-1",
    "iam, cn-northwest-1, cn-north-1",
    "sts, eu-central-1, eu-central-1",
    "s3, us-west-2, us-west-2"
  })
  void aServiceInNoRegionIsSignedForItsPartitions(String service, String region, String signed) {
    assertThat(AwsEndpoint.signingRegion(service, Region.of(region))).isEqualTo(Region.of(signed));
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, true, ec2-fips.us-east-1.amazonaws.com, sts-fips.us-east-1.amazonaws.com",
    "us-east-1, false, ec2.us-east-1.amazonaws.com, sts.us-east-1.amazonaws.com",
    "eu-central-1, true, ec2.eu-central-1.amazonaws.com, sts.eu-central-1.amazonaws.com"
  })
  void whatTheSdkSignsGoesThereToo(String region, boolean fips, String ec2, String sts) {
    AwsEndpoint endpoint =
        new AwsEndpoint(Optional.empty(), fips, new AwsClock(), new RunningRequests());
    assertThat(asked(Ec2Client.builder(), endpoint, "ec2", region, Ec2Client::describeRegions))
        .isEqualTo(ec2);
    assertThat(asked(StsClient.builder(), endpoint, "sts", region, StsClient::getCallerIdentity))
        .isEqualTo(sts);
  }

  /** The host that a client of ours asks; nothing is sent. */
  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> String asked(
      B builder, AwsEndpoint endpoint, String service, String region, Consumer<C> question) {
    endpoint.configure(builder, builder, service, Region.of(region));
    List<String> hosts = new ArrayList<>();
    builder
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .httpClient(
            new SdkHttpClient() {
              @Override
              public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                hosts.add(request.httpRequest().host());
                throw new IllegalStateException("nothing is sent");
              }

              @Override
              public void close() {}
            });
    C client = builder.build();
    assertThatThrownBy(() -> question.accept(client)).hasMessageContaining("nothing is sent");
    return hosts.get(0);
  }

  @Test
  void aRegionThatNobodyKnowsIsOneWhereNothingAnswers() {
    assertThat(endpoint(Optional.empty()).of("sts", Region.of("zz-fake-1")).getHost())
        .isEqualTo("sts.zz-fake-1.amazonaws.com");
  }

  @Test
  void aSandboxIsReachedByHttpsOnly() {
    assertThatThrownBy(() -> endpoint(Optional.of(URI.create("http://localhost:1"))))
        .hasMessageContaining("https URL");
  }
}
