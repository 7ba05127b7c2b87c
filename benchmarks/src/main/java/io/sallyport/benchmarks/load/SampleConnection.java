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
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/** The demo's sample account, connected as a customer does it, and asked directly, too. */
final class SampleConnection implements AutoCloseable {
  private static final int ENVELOPE_BYTES = 1024;
  private static final String ROLE = "LoadAccess";
  private static final String ALIAS = "Forwarding";
  private static final int MOST_CONNECTIONS = 128;
  private static final List<String> CAPABILITIES = List.of("see-instances", "read-objects");

  /** What is asked through it. */
  static final JsonObject QUESTION =
      Json.createObjectBuilder()
          .add("service", "ec2")
          .add("operation", "DescribeInstances")
          .add("region", Region.EU_CENTRAL_1.id())
          .build();

  private final RunningDemo demo;
  private final SdkHttpClient http;
  private final StaticCredentialsProvider customer;
  private final String arn;
  private final String id;
  private int others;

  /**
   * Connects it.
   *
   * @param owner whose connection it becomes
   */
  SampleConnection(RunningDemo demo, Visitor owner)
      throws IOException, InterruptedException, GeneralSecurityException {
    this.demo = demo;
    SampleAccount sample = demo.facts().sampleAccount();
    customer =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(sample.accessKeyId(), sample.secretAccessKey()));
    http = http(demo.keys().authority());
    owner.signIn();
    arn =
        makeRole(
            owner.read("role-template?capability=" + String.join("&capability=", CAPABILITIES)));
    id = seal(owner, JsonObject.EMPTY_JSON_OBJECT, ALIAS);
    verify(owner, id);
  }

  /** A client of the SDK that trusts an authority. */
  static SdkHttpClient http(Path authority) throws IOException, GeneralSecurityException {
    TrustManagerFactory trusted = trusted(authority);
    return ApacheHttpClient.builder()
        .maxConnections(MOST_CONNECTIONS)
        .tlsTrustManagersProvider(trusted::getTrustManagers)
        .build();
  }

  /** One more connection with the same details. */
  String another(Visitor owner) throws IOException, InterruptedException, GeneralSecurityException {
    others++;
    String other = seal(owner, JsonObject.EMPTY_JSON_OBJECT, ALIAS + " " + others);
    verify(owner, other);
    return other;
  }

  /** Seals the same details once more, so that nothing is held for what is sealed now. */
  void sealAgain(Visitor owner) throws IOException, InterruptedException, GeneralSecurityException {
    seal(owner, Json.createObjectBuilder().add("connection", id).build(), ALIAS);
    verify(owner, id);
  }

  /** The connection's id. */
  String id() {
    return id;
  }

  /** Where AWS is. */
  URI aws() {
    return URI.create(demo.facts().sandbox().endpoint());
  }

  /** Trusts the demo's authority. */
  SdkHttpClient http() {
    return http;
  }

  /** The account's own administrator. */
  AwsCredentialsProvider customer() {
    return customer;
  }

  private String seal(Visitor owner, JsonObject of, String alias)
      throws IOException, InterruptedException, GeneralSecurityException {
    JsonObject account =
        Json.createObjectBuilder()
            .add("accountId", demo.facts().sampleAccount().accountId())
            .add("roleArn", arn)
            .add("regions", Json.createArrayBuilder().add(Region.EU_CENTRAL_1.id()))
            .add("note", "")
            .build();
    return seal(owner, of, alias, account);
  }

  /** Seals and stores an account's details; the connection's id. */
  static String seal(Visitor owner, JsonObject of, String alias, JsonObject account)
      throws IOException, InterruptedException, GeneralSecurityException {
    JsonObject leave = owner.call("sealing-tickets", of, 201);
    SealingContext context = context(leave.getJsonObject("context"));
    String envelope =
        Browser.seal(
            activeKey(leave.getString("manifest")),
            context,
            Browser.padded(Browser.form(context, account.toString()), ENVELOPE_BYTES));
    return owner
        .call(
            "envelopes",
            Json.createObjectBuilder()
                .add("alias", alias)
                .add("ticket", context.ticket().value())
                .add("envelope", envelope)
                .add("capabilities", Json.createArrayBuilder(CAPABILITIES))
                .build(),
            201)
        .getString("connection");
  }

  static void verify(Visitor owner, String connection) throws IOException, InterruptedException {
    JsonObject tested =
        owner.call(
            "connections/" + connection + "/verifications", JsonObject.EMPTY_JSON_OBJECT, 200);
    if (!"VERIFIED".equals(tested.getString("state"))) {
      throw new UnexpectedAnswer("the connection is " + tested);
    }
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

  /** An HTTP client that trusts the demo's authority. */
  static HttpClient client(RunningDemo demo) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted(demo.keys().authority()).getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static TrustManagerFactory trusted(Path authority)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
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
    http.close();
  }
}
