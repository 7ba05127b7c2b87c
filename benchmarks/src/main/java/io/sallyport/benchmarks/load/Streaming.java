package io.sallyport.benchmarks.load;

import io.sallyport.demo.RunningDemo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.OptionalDouble;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A large object through the endpoint for AWS tools, beside the same SDK asking the same sandbox
 * directly.
 *
 * @param mebibytes how large
 * @param direct MiB a second
 * @param proxied the same through a plain reverse proxy; empty where there is no nginx
 * @param relayed the same through web node and decrypt node
 * @param webGrown by how many MiB the web node's old generation grew at most meanwhile
 * @param decryptGrown the same of the decrypt node
 */
record Streaming(
    int mebibytes,
    double direct,
    OptionalDouble proxied,
    double relayed,
    double webGrown,
    double decryptGrown) {
  static final int MEBIBYTES = 1024;
  private static final String BUCKET_OF = "load-objects-";
  private static final String KEY = "large";

  /**
   * Measures.
   *
   * @param owner whose connection it is
   */
  static Streaming measure(RunningDemo demo, SampleConnection connection, Visitor owner)
      throws IOException, InterruptedException, GeneralSecurityException {
    String account = demo.facts().sampleAccount().accountId();
    put(demo, account);
    owner.signIn();
    AwsCredentialsProvider tool = tool(owner, connection.id());
    URI portal = URI.create(demo.settings().portalUrl() + "/aws");
    try (S3Client aws = client(connection.http(), connection.aws(), connection.customer());
        S3Client sallyport = client(connection.http(), portal, tool);
        OldGeneration web = new OldGeneration(demo.webNode().pid());
        OldGeneration decrypt = new OldGeneration(demo.decryptNode().pid())) {
      read(aws, account);
      double direct = read(aws, account);
      double relayed = read(sallyport, account);
      return new Streaming(
          MEBIBYTES,
          direct,
          proxied(demo, connection),
          relayed,
          web.grownMebibytes(),
          decrypt.grownMebibytes());
    }
  }

  /** What a tool of the customer's signs with. */
  static AwsCredentialsProvider tool(Visitor owner, String connection)
      throws IOException, InterruptedException {
    JsonObject session =
        owner.call(
            "connections/" + connection + "/tool-sessions", JsonObject.EMPTY_JSON_OBJECT, 201);
    return StaticCredentialsProvider.create(
        AwsSessionCredentials.create(
            session.getString("AccessKeyId"),
            session.getString("SecretAccessKey"),
            session.getString("SessionToken")));
  }

  private static OptionalDouble proxied(RunningDemo demo, SampleConnection connection)
      throws IOException, InterruptedException, GeneralSecurityException {
    if (!Nginx.isInstalled()) {
      return OptionalDouble.empty();
    }
    try (Nginx nginx = new Nginx(demo, demo.settings().state().resolve("nginx"));
        S3Client through = client(nginx.http(), nginx.url(), connection.customer())) {
      String account = demo.facts().sampleAccount().accountId();
      read(through, account);
      return OptionalDouble.of(read(through, account));
    }
  }

  /** Of what goes directly, how much goes through Sallyport in the same time. */
  double ratio() {
    return relayed / direct;
  }

  static S3Client client(SdkHttpClient http, URI endpoint, AwsCredentialsProvider credentials) {
    return S3Client.builder()
        .region(Region.EU_CENTRAL_1)
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .credentialsProvider(credentials)
        .httpClient(http)
        .overrideConfiguration(override -> override.apiCallTimeout(Duration.ofMinutes(10)))
        .build();
  }

  /** Reads that account's object; MiB a second. */
  static double read(S3Client s3, String account) throws IOException {
    long begin = System.nanoTime();
    long length = 0;
    try (ResponseInputStream<GetObjectResponse> object =
        s3.getObject(get -> get.bucket(BUCKET_OF + account).key(KEY))) {
      length = object.transferTo(OutputStream.nullOutputStream());
    }
    if (length != (long) MEBIBYTES << 20) {
      throw new UnexpectedAnswer("the object has " + length + " bytes");
    }
    return MEBIBYTES / ((System.nanoTime() - begin) / 1e9);
  }

  /** Puts the object into an account of the sandbox. */
  static void put(RunningDemo demo, String account)
      throws IOException, InterruptedException, GeneralSecurityException {
    JsonObject object =
        Json.createObjectBuilder()
            .add("bucket", BUCKET_OF + account)
            .add("key", KEY)
            .add("megabytes", MEBIBYTES)
            .build();
    URI control =
        URI.create(demo.facts().sandbox().endpoint() + "/sandbox/accounts/" + account + "/objects");
    HttpResponse<String> answer =
        SampleConnection.client(demo)
            .send(
                HttpRequest.newBuilder(control)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + demo.sandbox().controlToken())
                    .POST(HttpRequest.BodyPublishers.ofString(object.toString()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new UnexpectedAnswer("the sandbox says " + answer.body());
    }
  }
}
