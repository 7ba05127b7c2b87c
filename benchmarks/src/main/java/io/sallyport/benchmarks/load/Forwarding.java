package io.sallyport.benchmarks.load;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.envelope.SealingTicket;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.demo.DemoFacts.SampleAccount;
import io.sallyport.demo.RunningDemo;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * A request forwarded through web node and decrypt node, in a session that is held, beside the AWS
 * SDK asking the same of the same sandbox directly.
 */
final class Forwarding implements AutoCloseable {
  private static final List<Integer> CALLERS = List.of(1, 16, 64);
  private static final int ENVELOPE_BYTES = 1024;
  private static final int FIRST_BROWSER = 60_000;
  private static final String ROLE = "LoadAccess";
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /**
   * Two nodes compile what one request needs; until they have, the compiler is what is measured.
   */
  private static final Duration COMPILED = Duration.ofSeconds(120);

  private static final int COMPILING_CALLERS = 8;
  private static final Duration MEASURED = Duration.ofSeconds(10);

  private final RunningDemo demo;
  private final SdkHttpClient http;
  private final StaticCredentialsProvider customer;
  private final Ec2Client ec2;

  Forwarding(RunningDemo demo) throws IOException, GeneralSecurityException {
    this.demo = demo;
    SampleAccount sample = demo.facts().sampleAccount();
    customer =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(sample.accessKeyId(), sample.secretAccessKey()));
    TrustManagerFactory trusted = trusted(demo);
    http =
        ApacheHttpClient.builder()
            .maxConnections(CALLERS.get(CALLERS.size() - 1))
            .tlsTrustManagersProvider(trusted::getTrustManagers)
            .build();
    ec2 =
        Ec2Client.builder()
            .region(Region.EU_CENTRAL_1)
            .endpointOverride(URI.create(demo.facts().sandbox().endpoint()))
            .credentialsProvider(customer)
            .httpClient(http)
            .build();
  }

  /**
   * So many callers at once.
   *
   * @param forwarded through Sallyport
   * @param direct by the SDK itself
   */
  record Pair(int callers, Latencies forwarded, Latencies direct) {
    double addedMillis() {
      return forwarded.millis(50) - direct.millis(50);
    }

    double throughput() {
      return forwarded.perSecond() / direct.perSecond();
    }
  }

  /**
   * Measures.
   *
   * @param owner whose connection it is
   */
  List<Pair> measure(Visitor owner)
      throws IOException, InterruptedException, GeneralSecurityException {
    String path = "connections/" + connect(owner) + "/requests";
    JsonObject question =
        Json.createObjectBuilder()
            .add("service", "ec2")
            .add("operation", "DescribeInstances")
            .add("region", Region.EU_CENTRAL_1.id())
            .build();
    List<Pair> pairs = new ArrayList<>();
    List<Visitor> browsers = new ArrayList<>();
    signIn(owner, browsers, COMPILING_CALLERS);
    new ClosedLoop(COMPILING_CALLERS, COMPILED, Duration.ZERO, Integer.MAX_VALUE)
        .run(browsers, browser -> browser.call(path, question, 200));
    for (int callers : CALLERS) {
      signIn(owner, browsers, callers);
      ClosedLoop loop = new ClosedLoop(callers, WARM_UP, MEASURED, Integer.MAX_VALUE);
      pairs.add(
          new Pair(
              callers,
              loop.run(browsers, browser -> browser.call(path, question, 200)),
              loop.run(browsers, browser -> ec2.describeInstances())));
    }
    return pairs;
  }

  private static void signIn(Visitor owner, List<Visitor> browsers, int number)
      throws IOException, InterruptedException, GeneralSecurityException {
    while (browsers.size() < number) {
      Visitor browser = owner.elsewhere(FIRST_BROWSER + browsers.size());
      browser.signIn();
      browsers.add(browser);
    }
  }

  private String connect(Visitor owner)
      throws IOException, InterruptedException, GeneralSecurityException {
    owner.signIn();
    String arn = makeRole(owner.read("role-template"));
    JsonObject leave = owner.call("sealing-tickets", JsonObject.EMPTY_JSON_OBJECT, 201);
    SealingContext context = context(leave.getJsonObject("context"));
    JsonObject account =
        Json.createObjectBuilder()
            .add("accountId", demo.facts().sampleAccount().accountId())
            .add("roleArn", arn)
            .add("regions", Json.createArrayBuilder().add(Region.EU_CENTRAL_1.id()))
            .add("note", "")
            .build();
    String envelope =
        Browser.seal(
            activeKey(leave.getString("manifest")),
            context,
            Browser.padded(Browser.form(context, account.toString()), ENVELOPE_BYTES));
    String connection =
        owner
            .call(
                "envelopes",
                Json.createObjectBuilder()
                    .add("alias", "Forwarding")
                    .add("ticket", context.ticket().value())
                    .add("envelope", envelope)
                    .add("capabilities", Json.createArrayBuilder().add("see-instances"))
                    .build(),
                201)
            .getString("connection");
    JsonObject tested =
        owner.call(
            "connections/" + connection + "/verifications", JsonObject.EMPTY_JSON_OBJECT, 200);
    if (!"VERIFIED".equals(tested.getString("state"))) {
      throw new UnexpectedAnswer("the connection is " + tested);
    }
    return connection;
  }

  private String makeRole(JsonObject template) {
    JsonObject role =
        template
            .getJsonObject("Resources")
            .getJsonObject("SallyportRole")
            .getJsonObject("Properties");
    String trust = role.getJsonObject("AssumeRolePolicyDocument").toString();
    String permissions =
        role.getJsonArray("Policies").getJsonObject(0).getJsonObject("PolicyDocument").toString();
    try (IamClient iam =
        IamClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(URI.create(demo.facts().sandbox().endpoint()))
            .credentialsProvider(customer)
            .httpClient(http)
            .build()) {
      String arn =
          iam.createRole(create -> create.roleName(ROLE).assumeRolePolicyDocument(trust))
              .role()
              .arn();
      iam.putRolePolicy(put -> put.roleName(ROLE).policyName("may").policyDocument(permissions));
      return arn;
    }
  }

  private static SealingContext context(JsonObject json) {
    return new SealingContext(
        TenantId.parse(json.getString("tenant")),
        ConnectionId.parse(json.getString("record")),
        json.getInt("version"),
        json.getString("schema"),
        new SealingTicket(json.getString("ticket")));
  }

  private static ECKey activeKey(String manifest) throws IOException {
    JsonObject payload =
        object(
            new String(
                Base64.getUrlDecoder().decode(object(manifest).getString("payload")),
                StandardCharsets.UTF_8));
    for (JsonObject key : payload.getJsonArray("keys").getValuesAs(JsonObject.class)) {
      Map<String, String> wanted = Map.of("use", "browser", "state", "active");
      if (wanted.entrySet().stream()
          .allMatch(each -> each.getValue().equals(key.getString(each.getKey(), "")))) {
        try {
          return ECKey.parse(key.getJsonObject("jwk").toString());
        } catch (ParseException e) {
          throw new IOException(e);
        }
      }
    }
    throw new UnexpectedAnswer("the manifest has no active browser key");
  }

  private static JsonObject object(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static TrustManagerFactory trusted(RunningDemo demo)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(demo.keys().authority())) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers;
  }

  @Override
  public void close() {
    ec2.close();
    http.close();
  }
}
