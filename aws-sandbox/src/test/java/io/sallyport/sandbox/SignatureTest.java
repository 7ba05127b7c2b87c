package io.sallyport.sandbox;

import static io.sallyport.sandbox.RunningSandbox.VENDOR;
import static io.sallyport.sandbox.RunningSandbox.VENDOR_ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs with the SDK's own signer, so that two independent implementations must agree. */
class SignatureTest {
  private static final String IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15";
  private static final String REGIONS = "Action=DescribeRegions&Version=2016-11-15";
  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = RunningSandbox.start();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  /** A request to be signed, and what may be changed after signing. */
  private static final class Signing {
    private AwsCredentials credentials = VENDOR_ADMIN;
    private String service = "sts";
    private String region = "eu-central-1";
    private Instant time = Instant.now();
    private String body = IDENTITY;
    private String sentBody;
    private String header;

    HttpResponse<String> send() {
      SdkHttpRequest unsigned =
          SdkHttpRequest.builder()
              .method(SdkHttpMethod.POST)
              .uri(sandbox.url().resolve("/"))
              .putHeader("Content-Type", "application/x-www-form-urlencoded")
              .build();
      SdkHttpRequest signed =
          AwsV4HttpSigner.create()
              .sign(
                  (SignRequest.Builder<AwsCredentialsIdentity> r) ->
                      r.identity(credentials)
                          .request(unsigned)
                          .payload(ContentStreamProvider.fromUtf8String(body))
                          .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                          .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                          .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC)))
              .request();
      HttpRequest.Builder http =
          HttpRequest.newBuilder(sandbox.url().resolve("/"))
              .POST(HttpRequest.BodyPublishers.ofString(sentBody == null ? body : sentBody));
      for (Map.Entry<String, List<String>> entry : signed.headers().entrySet()) {
        if (!Set.of("host", "content-length")
            .contains(entry.getKey().toLowerCase(java.util.Locale.ROOT))) {
          http.header(entry.getKey(), entry.getValue().get(0));
        }
      }
      if (header != null) {
        http.setHeader("Authorization", header);
      }
      return sandbox.send(http.build());
    }
  }

  private static void expect(int status, String code, String message, Consumer<Signing> change) {
    Signing signing = new Signing();
    change.accept(signing);
    HttpResponse<String> response = signing.send();
    assertThat(response.body()).contains("<Code>" + code + "</Code>").contains(message);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
  }

  @Test
  void aRightSignatureNamesTheCaller() {
    HttpResponse<String> response = new Signing().send();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("<Arn>arn:aws:iam::" + VENDOR + ":user/admin</Arn>")
        .contains("<ResponseMetadata><RequestId>");
  }

  @Test
  void anotherSecretAnotherBodyAndAnotherTimeDoNotMatch() {
    AwsCredentials wrong =
        AwsBasicCredentials.create(VENDOR_ADMIN.accessKeyId(), "not/the/secret/of/that/key");
    String mismatch = "The request signature we calculated does not match";
    expect(403, "SignatureDoesNotMatch", mismatch, s -> s.credentials = wrong);
    expect(403, "SignatureDoesNotMatch", mismatch, s -> s.sentBody = IDENTITY + "&More=1");
    expect(
        401,
        "AuthFailure",
        "AWS was not able to validate the provided access credentials",
        s -> {
          s.credentials = wrong;
          s.service = "ec2";
          s.body = REGIONS;
        });
  }

  @Test
  void anUnknownKeyAndAForgedTokenAreInvalid() {
    expect(
        403,
        "InvalidClientTokenId",
        "The security token included in the request is invalid",
        s -> s.credentials = AwsBasicCredentials.create("AKIANOSUCHKEY0000001", "whatever"));
    expect(
        403,
        "InvalidClientTokenId",
        "invalid",
        s ->
            s.credentials =
                AwsSessionCredentials.create(
                    VENDOR_ADMIN.accessKeyId(), VENDOR_ADMIN.secretAccessKey(), "forged"));
    var temporary = sandbox.sts(VENDOR_ADMIN).getSessionToken().credentials();
    expect(
        403,
        "InvalidClientTokenId",
        "invalid",
        s ->
            s.credentials =
                AwsSessionCredentials.create(
                    temporary.accessKeyId(), temporary.secretAccessKey(), "forged"));
    expect(
        403,
        "InvalidClientTokenId",
        "invalid",
        s ->
            s.credentials =
                AwsBasicCredentials.create(temporary.accessKeyId(), temporary.secretAccessKey()));
    expect(
        401,
        "AuthFailure",
        "AWS was not able to validate",
        s -> {
          s.credentials = AwsBasicCredentials.create("AKIANOSUCHKEY0000001", "whatever");
          s.service = "ec2";
          s.body = REGIONS;
        });
  }

  @Test
  void aClockMoreThanFiveMinutesAwayIsRefused() {
    expect(
        403,
        "SignatureDoesNotMatch",
        "Signature expired: ",
        s -> s.time = Instant.now().minus(Duration.ofMinutes(6)));
    expect(
        403,
        "SignatureDoesNotMatch",
        "Signature not yet current: ",
        s -> s.time = Instant.now().plus(Duration.ofMinutes(6)));
    expect(
        400,
        "RequestExpired",
        "Request has expired.",
        s -> {
          s.time = Instant.now().minus(Duration.ofMinutes(6));
          s.service = "ec2";
          s.body = REGIONS;
        });
  }

  @Test
  void regionsAndServicesThatDoNotExistAreRefused() {
    expect(403, "SignatureDoesNotMatch", "valid region", s -> s.region = "mars-north-1");
    expect(403, "SignatureDoesNotMatch", "correct service", s -> s.service = "sqs");
  }

  @Test
  void missingAndIncompleteSignaturesAreToldApart() {
    HttpResponse<String> none = sandbox.get("/?" + IDENTITY);
    assertThat(none.statusCode()).isEqualTo(403);
    assertThat(none.body()).contains("<Code>MissingAuthenticationToken</Code>");
    HttpResponse<String> ec2 = sandbox.get("/?" + REGIONS);
    assertThat(ec2.statusCode()).isEqualTo(401);
    assertThat(ec2.body()).contains("<Response><Errors><Error><Code>AuthFailure</Code>");
    expect(
        400,
        "IncompleteSignature",
        "Authorization header requires 'Signature' parameter.",
        s ->
            s.header =
                "AWS4-HMAC-SHA256 Credential=AKIA/20261123/eu-central-1/sts/aws4_request,"
                    + " SignedHeaders=host;x-amz-date");
    expect(
        400,
        "IncompleteSignature",
        "5 slash-delimited elements",
        s -> s.header = "AWS4-HMAC-SHA256 Credential=AKIA, SignedHeaders=host, Signature=00");
    expect(
        403,
        "SignatureDoesNotMatch",
        "'Host' or ':authority' must be a 'SignedHeader'",
        s ->
            s.header =
                "AWS4-HMAC-SHA256 Credential="
                    + VENDOR_ADMIN.accessKeyId()
                    + "/20261123/eu-central-1/sts/aws4_request, SignedHeaders=x-amz-date,"
                    + " Signature=00");
  }

  @Test
  void anExpiredTokenIsToldOnlyToWhoSignedRightly() {
    try (RunningSandbox own = RunningSandbox.start()) {
      AwsCredentials session =
          RunningSandbox.session(own.sts(VENDOR_ADMIN).getSessionToken().credentials());
      own.sts(session).getCallerIdentity();
      own.control("POST", "/sandbox/clock", "{\"ageSessionsBySeconds\":43201}");
      Refusals.refused("ExpiredToken", 403, () -> own.sts(session).getCallerIdentity());
      Refusals.refused("ExpiredToken", 403, () -> own.iam(session).listRoles());
      Refusals.refused("RequestExpired", 400, () -> own.ec2(session).describeRegions());
      AwsCredentials fresh =
          RunningSandbox.session(own.sts(VENDOR_ADMIN).getSessionToken().credentials());
      assertThat(own.sts(fresh).getCallerIdentity().account()).isEqualTo(VENDOR);
    }
  }

  private static URI presigned(Instant time, Duration lifetime) {
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(sandbox.url().resolve("/"))
            .putRawQueryParameter("Action", "GetCallerIdentity")
            .putRawQueryParameter("Version", "2011-06-15")
            .putRawQueryParameter("Odd", "a b+c/ä~")
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            (SignRequest.Builder<AwsCredentialsIdentity> r) ->
                r.identity(VENDOR_ADMIN)
                    .request(unsigned)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(
                        AwsV4FamilyHttpSigner.AUTH_LOCATION,
                        AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, lifetime)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC)))
        .request()
        .getUri();
  }

  @Test
  void presignedAddressesWorkUntilTheyEnd() {
    URI good = presigned(Instant.now().minusSeconds(600), Duration.ofMinutes(15));
    HttpResponse<String> response = sandbox.send(HttpRequest.newBuilder(good).build());
    assertThat(response.body()).contains("user/admin");
    assertThat(response.statusCode()).isEqualTo(200);

    URI old = presigned(Instant.now().minusSeconds(600), Duration.ofMinutes(5));
    assertThat(sandbox.send(HttpRequest.newBuilder(old).build()).body())
        .contains("Signature expired");
    URI changed = URI.create(good.toString().replace("Odd=a", "Odd=b"));
    assertThat(sandbox.send(HttpRequest.newBuilder(changed).build()).body())
        .contains("SignatureDoesNotMatch");
  }

  @Test
  void unknownActionsAndLongRequestsAreRefused() {
    expect(
        400,
        "InvalidAction",
        "Could not find operation Nonsense",
        s -> s.body = "Action=Nonsense&Version=2011-06-15");
    expect(
        400,
        "InvalidAction",
        "The action Nonsense is not valid for this web service.",
        s -> {
          s.body = "Action=Nonsense&Version=2016-11-15";
          s.service = "ec2";
        });
    HttpRequest large =
        HttpRequest.newBuilder(sandbox.url().resolve("/"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]))
            .build();
    assertThat(sandbox.send(large).statusCode()).isEqualTo(413);
    assertThat(sandbox.get("/elsewhere").statusCode()).isEqualTo(404);
  }
}
