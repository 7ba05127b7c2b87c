package io.sallyport.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The AWS SDK for Java asks through Sallyport: it asks EC2 at the portal's root, whatever path the
 * endpoint has, and a page there would be an empty answer to it.
 */
@ExtendWith(Site.class)
class SdkForJavaIT {
  private static final String WHY = "Ticket 4711: try our own SDK";

  private static JsonObject session(Customer customer, boolean write) {
    return customer
        .api()
        .post(
            "connections/" + customer.connection() + "/tool-sessions",
            Map.of("write", write, "reason", WHY))
        .expect(201)
        .json();
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C through(
      RunningDemo demo, B builder, String path, JsonObject session, String secret) {
    TrustManagerFactory trusted = SandboxControl.trustManagers(demo);
    return builder
        .region(Region.of(Customer.REGION))
        .endpointOverride(URI.create(demo.settings().portalUrl() + path))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create(
                    session.get("AccessKeyId").getAsString(),
                    secret,
                    session.get("SessionToken").getAsString())))
        .httpClient(
            UrlConnectionHttpClient.builder()
                .tlsTrustManagersProvider(trusted::getTrustManagers)
                .build())
        .build();
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C through(
      RunningDemo demo, B builder, JsonObject session) {
    return through(demo, builder, "/aws", session, session.get("SecretAccessKey").getAsString());
  }

  @Test
  void eachProtocolIsAnswered(RunningDemo demo, Browser browser) throws Exception {
    Customer customer =
        Customer.connected(
            demo,
            browser,
            List.of(
                "see-instances",
                "run-spot-instances",
                "read-objects",
                "see-metrics",
                "see-containers"));
    String bucket = "sdk-" + UUID.randomUUID();
    new SandboxControl(demo).putObject(customer.account(), bucket, "an/object 1", 1);
    JsonObject session = session(customer, true);
    try (Ec2Client ec2 = through(demo, Ec2Client.builder(), session);
        CloudWatchClient cloudWatch = through(demo, CloudWatchClient.builder(), session);
        EcsClient ecs = through(demo, EcsClient.builder(), session);
        S3Client s3 = through(demo, S3Client.builder().forcePathStyle(true), session)) {
      RunInstancesResponse launched =
          ec2.runInstances(
              run ->
                  run.imageId("ami-0123456789abcdef0")
                      .instanceType(InstanceType.M5_LARGE)
                      .minCount(1)
                      .maxCount(1)
                      .instanceMarketOptions(market -> market.marketType(MarketType.SPOT)));
      String instance = launched.instances().get(0).instanceId();
      assertThat(
              ec2.describeInstancesPaginator().reservations().stream()
                  .flatMap(reservation -> reservation.instances().stream())
                  .map(each -> each.instanceId()))
          .contains(instance);
      assertThat(cloudWatch.listMetrics().sdkHttpResponse().isSuccessful()).isTrue();
      assertThat(ecs.listClusters().responseMetadata().requestId()).isNotBlank();
      assertThat(s3.getObjectAsBytes(get -> get.bucket(bucket).key("an/object 1")).asByteArray())
          .hasSize(1 << 20);
      // AWS's own errors come whole, and ours are none of its.
      assertThatThrownBy(() -> ec2.describeInstances(ask -> ask.instanceIds("i-0123456789abcdef0")))
          .isInstanceOfSatisfying(
              Ec2Exception.class, e -> assertThat(code(e)).isEqualTo("InvalidInstanceID.NotFound"));
      assertThatThrownBy(ec2::describeVolumes)
          .isInstanceOfSatisfying(
              Ec2Exception.class, e -> assertThat(code(e)).isEqualTo("SP-OPERATION-UNKNOWN"));
      assertThat(
              ec2.terminateInstances(end -> end.instanceIds(instance))
                  .terminatingInstances()
                  .get(0)
                  .instanceId())
          .isEqualTo(instance);
    }
    customer.page().navigate("/portal/requests?connection=" + customer.connection());
    PlaywrightAssertions.assertThat(
            customer.page().locator("#requests tr:has-text('TerminateInstances')"))
        .containsText(WHY);
  }

  @Test
  void whatIsSignedElsewhereOrOtherwiseIsAnErrorAndNoPage(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, List.of("see-instances", "read-objects"));
    JsonObject session = session(customer, false);
    String secret = session.get("SecretAccessKey").getAsString();
    try (S3Client s3 = through(demo, S3Client.builder().forcePathStyle(true), "", session, secret);
        EcsClient ecs = through(demo, EcsClient.builder(), "/elsewhere", session, secret);
        EcsClient signIn = through(demo, EcsClient.builder(), "/portal", session, secret);
        EcsClient api = through(demo, EcsClient.builder(), "/api/v1", session, secret);
        Ec2Client forged =
            through(demo, Ec2Client.builder(), "/aws", session, "A".repeat(secret.length()))) {
      for (Runnable ask :
          List.<Runnable>of(
              s3::listBuckets,
              () -> s3.listObjectsV2(list -> list.bucket("sign-in")),
              ecs::listClusters,
              signIn::listClusters,
              api::listClusters)) {
        assertThatThrownBy(ask::run)
            .isInstanceOfSatisfying(
                AwsServiceException.class,
                e -> {
                  assertThat(e.statusCode()).isEqualTo(404);
                  assertThat(code(e)).isEqualTo("SP-TOOL-PATH-UNKNOWN");
                });
      }
      assertThatThrownBy(forged::describeInstances)
          .isInstanceOfSatisfying(
              Ec2Exception.class, e -> assertThat(code(e)).isEqualTo("SignatureDoesNotMatch"));
    }
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails().errorCode();
  }
}
