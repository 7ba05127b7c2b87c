package io.sallyport.api.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sallyport.api.wire.WireForm;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.request.SignedRequest;
import io.sallyport.contract.vault.ToolSession;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** Of a request that {@code botocore} signed. */
class CallerSignatureTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String BODY = "Action=DescribeInstances&Version=2016-11-15";
  private static final Instant SIGNED = Instant.parse("2026-11-25T12:00:00Z");
  private static final Actor ACTOR = new Actor(UUID.randomUUID(), UUID.randomUUID());

  private final CallerSignature signature =
      new CallerSignature(Clock.fixed(SIGNED.plusSeconds(60), ZoneOffset.UTC));

  private static Map<String, List<String>> headers() {
    return new HashMap<>(
        Map.of(
            "host", List.of("portal.example:8443"),
            "content-type", List.of("application/x-www-form-urlencoded; charset=utf-8"),
            "user-agent", List.of("aws-cli/2"),
            "x-amz-date", List.of("20261125T120000Z"),
            "x-amz-security-token", List.of("token"),
            "authorization", List.of(AUTHORIZATION)));
  }

  private static SignedRequest request(
      String path, Map<String, List<String>> headers, String body) {
    return new SignedRequest(
        UUID.randomUUID(),
        ACTOR,
        "POST",
        path,
        "/aws",
        "",
        headers,
        Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static ToolSession session(String secret, Instant expires) {
    return new ToolSession(
        "SPTSABCDEFGHIJKLMNOP", secret, ACTOR, UUID.randomUUID(), false, expires, null);
  }

  private void check(SignedRequest request, ToolSession session) {
    signature.check(request, PresentedSignature.of(request), session);
  }

  private void refuses(ErrorCode code, SignedRequest request, ToolSession session) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> check(request, session))
        .satisfies(e -> assertThat(e.problem().errorCode()).isEqualTo(code));
  }

  private static final Instant LATER = SIGNED.plusSeconds(3600);

  @Test
  void whatAToolSignedIsAcceptedAsItIs() {
    assertThatCode(() -> check(request("/aws/", headers(), BODY), session(SECRET, LATER)))
        .doesNotThrowAnyException();
  }

  @Test
  void whateverWasChangedSinceIsRefused() {
    ToolSession session = session(SECRET, LATER);
    refuses(ErrorCode.SIGNATURE_REFUSED, request("/aws/x", headers(), BODY), session);
    refuses(
        ErrorCode.SIGNATURE_REFUSED, request("/aws/", headers(), BODY + "&DryRun=true"), session);
    refuses(
        ErrorCode.SIGNATURE_REFUSED,
        request("/aws/", headers(), BODY),
        session(SECRET.toLowerCase(Locale.ROOT), LATER));
    Map<String, List<String>> elsewhere = headers();
    elsewhere.put("host", List.of("other.example"));
    refuses(ErrorCode.SIGNATURE_REFUSED, request("/aws/", elsewhere, BODY), session);
    Map<String, List<String>> more = headers();
    more.put("x-amz-target", List.of("not signed"));
    refuses(ErrorCode.SIGNATURE_REFUSED, request("/aws/", more, BODY), session);
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization", "x-amz-date", "x-amz-security-token", "host"})
  void whatMustBeThereMustBeThereOnce(String header) {
    ToolSession session = session(SECRET, LATER);
    Map<String, List<String>> without = headers();
    without.remove(header);
    refuses(ErrorCode.SIGNATURE_REFUSED, request("/aws/", without, BODY), session);
    Map<String, List<String>> twice = headers();
    twice.put(header, List.of(twice.get(header).get(0), twice.get(header).get(0)));
    refuses(ErrorCode.SIGNATURE_REFUSED, request("/aws/", twice, BODY), session);
  }

  @Test
  void aSessionThatIsOverOrAnothersAndAClockThatIsWrongAreToldApart() {
    refuses(
        ErrorCode.TOOL_SESSION_REFUSED,
        request("/aws/", headers(), BODY),
        session(SECRET, SIGNED.plusSeconds(59)));
    CallerSignature late =
        new CallerSignature(Clock.fixed(SIGNED.plusSeconds(301), ZoneOffset.UTC));
    SignedRequest request = request("/aws/", headers(), BODY);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () -> late.check(request, PresentedSignature.of(request), session(SECRET, LATER)))
        .satisfies(e -> assertThat(e.problem().errorCode()).isEqualTo(ErrorCode.CLOCK_DIFFERS));
  }

  /** As the AWS SDK for Java asks S3: without a signature over content that there is not. */
  private static SignedRequest ofTheSdk(String body) {
    URI object = URI.create("https://portal.example:8443/aws/bucket/a%20key%2B?x-id=GetObject");
    Map<String, List<String>> headers =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.request(
                            SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(object)
                                .putHeader("Range", "bytes=0-9")
                                .build())
                        .identity(
                            AwsSessionCredentials.create("SPTSABCDEFGHIJKLMNOP", SECRET, "token"))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(SIGNED, ZoneOffset.UTC)))
            .request()
            .headers();
    Map<String, List<String>> arrived = new HashMap<>();
    headers.forEach((name, values) -> arrived.put(name.toLowerCase(Locale.ROOT), values));
    return new SignedRequest(
        UUID.randomUUID(),
        ACTOR,
        "GET",
        object.getRawPath(),
        "/aws",
        object.getRawQuery(),
        arrived,
        Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatTheSdkForJavaAsksS3ForIsAcceptedUnlessItBringsContentThatWasNotSigned() {
    ToolSession session = session(SECRET, LATER);
    assertThatCode(() -> check(ofTheSdk(""), session)).doesNotThrowAnyException();
    refuses(ErrorCode.SIGNATURE_REFUSED, ofTheSdk("content"), session);
    refuses(ErrorCode.SIGNATURE_REFUSED, ofTheSdk(""), session(SECRET.replace('w', 'v'), LATER));
  }

  @Test
  void aPathNeverBecomesAHost() {
    SignedRequest request = request("/aws//evil.example/x", headers(), BODY);
    assertThat(
            WireForm.of(
                    PresentedSignature.of(request).wire(request, "//evil.example/x"),
                    URI.create("https://ec2.eu-central-1.amazonaws.com"))
                .host())
        .isEqualTo("ec2.eu-central-1.amazonaws.com");
  }

  /** Made with botocore 1.29's SigV4Auth. */
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=SPTSABCDEFGHIJKLMNOP/20261125/eu-central-1/ec2/aws4_request,"
          + " SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,"
          + " Signature=cc98c39d246460a97e304f6fdc130e1c66e07f5640174d48401e139f5b98c00e";
}
