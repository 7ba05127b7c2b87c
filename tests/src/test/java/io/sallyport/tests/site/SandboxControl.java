package io.sallyport.tests.site;

import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes the pretend AWS misbehave, through the sandbox's control endpoints. */
public final class SandboxControl {
  private static final AtomicLong NEXT_ACCOUNT = new AtomicLong(510_000_000_000L);

  private final RunningDemo demo;
  private final HttpClient http;

  public SandboxControl(RunningDemo demo) {
    this.demo = demo;
    this.http = HttpClient.newBuilder().sslContext(trusting(demo)).build();
  }

  /** TLS that trusts the development CA. */
  public static SSLContext trusting(RunningDemo demo) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(demo).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trust in the development CA, and in nobody else. */
  public static TrustManagerFactory trustManagers(RunningDemo demo) {
    try {
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(authority(demo));
      return trusted;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A trust store that holds the development CA. */
  static KeyStore authority(RunningDemo demo) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(demo.keys().authority())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      return store;
    }
  }

  /** A new account, whose console opens with {@code code}. */
  public String newAccount(String code) throws IOException, InterruptedException {
    String id = String.valueOf(NEXT_ACCOUNT.incrementAndGet());
    post(
        "accounts",
        "{\"id\":\"%s\",\"name\":\"Test\",\"consoleCode\":\"%s\"}".formatted(id, code),
        201);
    return id;
  }

  /** The next {@code count} AssumeRole calls into that account are throttled. */
  public void throttleEntering(String account, int count) throws IOException, InterruptedException {
    fault("sts", "AssumeRole", account, "throttle", "", count);
  }

  /** The next {@code count} DescribeInstances in that account take ten seconds each. */
  public void slowDown(String account, int count) throws IOException, InterruptedException {
    fault(account, "DescribeInstances", "slow", count);
  }

  /** The same in one region only. */
  public void slowDown(String account, String region, int count)
      throws IOException, InterruptedException {
    fault(
        "ec2", "DescribeInstances", account, "slow", "\"region\":\"%s\",".formatted(region), count);
  }

  /** CloudTrail fails in one region of that account, however often it is tried. */
  public void breakTrail(String account, String region) throws IOException, InterruptedException {
    fault(
        "cloudtrail", "LookupEvents", account, "error", "\"region\":\"%s\",".formatted(region), 4);
  }

  /**
   * An operation of EC2 works so often in that account, and then fails, however often it is tried.
   */
  public void breakAfter(String account, String operation, int times)
      throws IOException, InterruptedException {
    fault("ec2", operation, account, "error", "\"after\":%d,".formatted(times), 4);
  }

  /**
   * The next {@code count} times an operation of EC2 goes wrong in that account.
   *
   * @param kind as the sandbox's guide has it
   */
  public void fault(String account, String operation, String kind, int count)
      throws IOException, InterruptedException {
    fault("ec2", operation, account, kind, "", count);
  }

  /** Whatever was to go wrong, and has not yet, does not. */
  public void forgetFaults() throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(uri("faults")).DELETE(), "faults", 200);
  }

  /**
   * Orders one.
   *
   * @param more further members of the order, each with its comma; may be empty
   */
  private void fault(
      String service, String operation, String account, String kind, String more, int count)
      throws IOException, InterruptedException {
    post(
        "faults",
        ("{\"service\":\"%s\",\"operation\":\"%s\",\"account\":\"%s\",\"kind\":\"%s\",%s"
                + "\"count\":%d}")
            .formatted(service, operation, account, kind, more, count),
        200);
  }

  /** KMS fails the next {@code count} times that it is asked to decrypt. */
  public void breakUnwrapping(int count) throws IOException, InterruptedException {
    post(
        "faults",
        "{\"service\":\"kms\",\"operation\":\"Decrypt\",\"kind\":\"error\",\"count\":%d}"
            .formatted(count),
        200);
  }

  /** Puts an object of so many MiB into that account's S3. */
  public void putObject(String account, String bucket, String key, int megabytes)
      throws IOException, InterruptedException {
    post(
        "accounts/" + account + "/objects",
        "{\"bucket\":\"%s\",\"key\":\"%s\",\"megabytes\":%d}".formatted(bucket, key, megabytes),
        201);
  }

  /** All sessions in that account become so much older. */
  public void age(String account, Duration by) throws IOException, InterruptedException {
    post(
        "clock",
        "{\"ageSessionsBySeconds\":%d,\"account\":\"%s\"}".formatted(by.toSeconds(), account),
        200);
  }

  /** Closes an account, as its owner or AWS would. */
  public void close(String account) throws IOException, InterruptedException {
    post("accounts/" + account + "/status", "{\"status\":\"SUSPENDED\"}", 200);
  }

  /** The account's trail, as its owner would see it in CloudTrail. */
  public String events(String account) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri("events?account=" + account)).GET(), "events", 200);
  }

  private URI uri(String path) {
    return URI.create(demo.facts().sandbox().endpoint() + "/sandbox/" + path);
  }

  private void post(String path, String json, int expected)
      throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)),
        path,
        expected);
  }

  private String send(HttpRequest.Builder request, String what, int expected)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            request.header("Authorization", "Bearer " + demo.sandbox().controlToken()).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(what + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
