package io.sallyport.api.tool;

import io.sallyport.api.aws.WireSigner;
import io.sallyport.api.wire.WireForm;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.SignedRequest;
import io.sallyport.contract.vault.ToolSession;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.regions.Region;

/**
 * Checks that a request was signed in a session of ours, a short while ago, and has not been
 * changed since: it is signed once more, and both must be the same.
 */
final class CallerSignature {
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private final Clock clock;

  CallerSignature(Clock clock) {
    this.clock = clock;
  }

  /**
   * Checks.
   *
   * @throws ProblemException {@code SP-TOOL-SESSION-REFUSED}, {@code SP-CLOCK-DIFFERS}, {@code
   *     SP-SIGNATURE-REFUSED}
   */
  void check(SignedRequest request, PresentedSignature presented, ToolSession session) {
    if (!presented.accessKeyId().equals(session.accessKeyId())
        || !clock.instant().isBefore(session.expires())) {
      throw new ProblemException(ErrorCode.TOOL_SESSION_REFUSED);
    }
    if (Duration.between(presented.at(), clock.instant()).abs().compareTo(CLOCKS_DIFFER) > 0) {
      throw ProblemException.in(
          ErrorCode.CLOCK_DIFFERS,
          PresentedSignature.DATE,
          "It was signed at %s by your clock; ours says %s."
              .formatted(presented.at(), clock.instant()));
    }
    if (!isSame(presented.authorization(), signedByUs(request, presented, session))) {
      throw new ProblemException(ErrorCode.SIGNATURE_REFUSED);
    }
  }

  /** Tools put a comma and a space, or a comma alone, between the parts. */
  private static boolean isSame(String presented, String ours) {
    return MessageDigest.isEqual(compact(presented), compact(ours));
  }

  private static byte[] compact(String authorization) {
    return authorization.replace(" ", "").getBytes(StandardCharsets.UTF_8);
  }

  private static String signedByUs(
      SignedRequest request, PresentedSignature presented, ToolSession session) {
    SdkHttpFullRequest again;
    try {
      again =
          WireForm.of(
              presented.wire(request, request.path()),
              URI.create("https://" + request.headers().get("host").get(0)));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.SIGNATURE_REFUSED, e);
    }
    return WireSigner.sign(
            again,
            AwsSessionCredentials.create(
                session.accessKeyId(), session.secretAccessKey(), presented.token()),
            presented.service(),
            Region.of(presented.region()),
            Clock.fixed(presented.at(), ZoneOffset.UTC),
            presented.withContent())
        .firstMatchingHeader("Authorization")
        .orElseThrow();
  }
}
