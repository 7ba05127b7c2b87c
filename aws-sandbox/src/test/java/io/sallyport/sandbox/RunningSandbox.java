package io.sallyport.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sallyport.sandbox.snapshot.SnapshotReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** A sandbox over TLS with a vendor's and a customer's account, and clients for it. */
final class RunningSandbox implements AutoCloseable {
  static final String VENDOR = "111111111111";
  static final String CUSTOMER = "222222222222";
  static final String CONTROL_TOKEN = "control-token-of-the-test";
  static final String CONSOLE_CODE = "open-sesame-42";
  static final String MACHINE_TOKEN = "machine-token-of-the-test";
  static final AwsCredentials VENDOR_ADMIN =
      AwsBasicCredentials.create("AKIAVENDORADMIN00001", "vendor/secret/0123456789abcdefghijklmno");
  static final AwsCredentials CUSTOMER_ADMIN =
      AwsBasicCredentials.create("AKIACUSTOMERADMIN001", "customer+secret+0123456789abcdefghijklm");
  static final Region REGION = Region.EU_CENTRAL_1;
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String SEED =
      """
      {"accounts": [
        {"id": "111111111111", "name": "Vendor",
         "users": [{"name": "admin",
           "policies": {"all": {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}},
           "accessKeys": [{"id": "AKIAVENDORADMIN00001",
                           "secret": "vendor/secret/0123456789abcdefghijklmno"}]}],
         "roles": [{"name": "node",
           "trustPolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
           "policies": {"work": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "ec2:Describe*"],
             "Resource": "*"}]}}}]},
        {"id": "222222222222", "name": "Customer <&>", "consoleCode": "open-sesame-42",
         "users": [{"name": "admin",
           "policies": {"all": {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}},
           "accessKeys": [{"id": "AKIACUSTOMERADMIN001",
                           "secret": "customer+secret+0123456789abcdefghijklm"}]}],
         "instances": [
           {"id": "i-0aaaaaaaaaaaaaaa1", "region": "eu-central-1", "tags": {"Name": "web"}},
           {"id": "i-0aaaaaaaaaaaaaaa2", "region": "eu-central-1", "state": "stopped"}]},
        {"id": "333333333333", "name": "Closed", "status": "SUSPENDED",
         "users": [{"name": "admin",
           "policies": {"all": {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}},
           "accessKeys": [{"id": "AKIACLOSEDADMIN00001",
                           "secret": "closed/secret/0123456789abcdefghijklmno"}]}],
         "roles": [{"name": "open", "trustPolicy": {"Version": "2012-10-17", "Statement": [
           {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}}]}],
       "machines": [{"name": "node-1", "roleArn": "arn:aws:iam::111111111111:role/node",
         "tokenSha256": "%s"}]}
      """;

  private final AwsSandbox sandbox;
  private final SdkHttpClient sdkHttp;
  private final HttpClient http;

  private RunningSandbox(AwsSandbox sandbox) {
    this.sandbox = sandbox;
    this.sdkHttp =
        UrlConnectionHttpClient.builder()
            .tlsTrustManagersProvider(() -> TestCertificate.get().trust())
            .build();
    this.http = HttpClient.newBuilder().sslContext(TestCertificate.get().context()).build();
  }

  static RunningSandbox start() {
    try {
      return start(SandboxSettings.onLoopback().seededFrom(writeSeed()));
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  static RunningSandbox start(SandboxSettings settings) {
    try {
      return new RunningSandbox(
          AwsSandbox.start(
              settings
                  .servingTls(
                      new SandboxSettings.Tls(
                          TestCertificate.get().keyStore(), "PKCS12", TestCertificate.PASSWORD))
                  .controlledBy(CONTROL_TOKEN)));
    } catch (SandboxStartException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static Path writeSeed() throws IOException {
    Path file = Files.createTempFile("aws-sandbox-seed", ".json");
    file.toFile().deleteOnExit();
    return Files.writeString(file, SEED.replace("%s", SnapshotReader.sha256(MACHINE_TOKEN)));
  }

  static String freshName(String prefix) {
    return prefix + "-" + NAMES.incrementAndGet();
  }

  static String roleArn(String account, String name) {
    return "arn:aws:iam::" + account + ":role/" + name;
  }

  URI url() {
    return sandbox.url();
  }

  StsClient sts(AwsCredentials credentials) {
    return configured(StsClient.builder(), credentials);
  }

  IamClient iam(AwsCredentials credentials) {
    return configured(IamClient.builder(), credentials);
  }

  CloudWatchClient cloudWatch(AwsCredentials credentials) {
    return configured(CloudWatchClient.builder(), credentials);
  }

  Ec2Client ec2(AwsCredentials credentials) {
    return configured(Ec2Client.builder(), credentials);
  }

  KmsClient kms(AwsCredentials credentials) {
    return kms(credentials, REGION);
  }

  KmsClient kms(AwsCredentials credentials, Region region) {
    return configured(KmsClient.builder(), credentials, region);
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C configured(
      B builder, AwsCredentials credentials) {
    return configured(builder, credentials, REGION);
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C configured(
      B builder, AwsCredentials credentials, Region region) {
    return builder
        .endpointOverride(url())
        .region(region)
        .httpClient(sdkHttp)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
  }

  /** A role in the customer's account that trusts as the policy says. */
  String customerRole(String trust) {
    String name = freshName("role");
    iam(CUSTOMER_ADMIN).createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust));
    return roleArn(CUSTOMER, name);
  }

  /** A user of the vendor's account with one policy and a key. */
  AwsCredentials vendorUser(String policy) {
    String name = freshName("user");
    IamClient iam = iam(VENDOR_ADMIN);
    iam.createUser(r -> r.userName(name));
    iam.putUserPolicy(r -> r.userName(name).policyName("p").policyDocument(policy));
    var key = iam.createAccessKey(r -> r.userName(name)).accessKey();
    return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
  }

  AwsCredentials assume(AwsCredentials by, AssumeRoleRequest request) {
    return session(sts(by).assumeRole(request).credentials());
  }

  static AwsCredentials session(Credentials given) {
    return AwsSessionCredentials.create(
        given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(url().resolve(path)).build());
  }

  JsonNode control(String method, String path, String body) {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(url().resolve(path))
                .header("Authorization", "Bearer " + CONTROL_TOKEN)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (IOException broken) {
      throw new IllegalStateException(text, broken);
    }
  }

  @Override
  public void close() {
    sandbox.close();
    sdkHttp.close();
  }
}
