package io.sallyport.sandbox.signature;

import io.sallyport.sandbox.identity.Caller;
import io.sallyport.sandbox.identity.SigningKey;
import io.sallyport.sandbox.signature.SignatureRefusal.Reason;
import io.sallyport.sandbox.wire.WireRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names the caller of a request only if the request was signed with that caller's secret, for this
 * service and a known region, not long ago, and has not been changed since in method, path, query,
 * body or signed headers.
 */
public final class SignatureVerifier {
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String INVALID_TOKEN =
      "The security token included in the request is invalid.";

  /** Finds keys and says whether they still count. */
  public interface Keys {
    Optional<SigningKey> find(String keyId);

    boolean isInForce(Caller caller);

    boolean isOver(SigningKey.Temporary temporary);
  }

  private final Keys keys;
  private final Predicate<String> knownRegions;
  private final Clock clock;

  public SignatureVerifier(Keys keys, Predicate<String> knownRegions, Clock clock) {
    this.keys = keys;
    this.knownRegions = knownRegions;
    this.clock = clock;
  }

  /**
   * Verifies.
   *
   * @throws SignatureRefusal saying why not
   */
  public Caller verify(WireRequest request, PresentedSignature presented) {
    if (!knownRegions.test(presented.scope().region())) {
      throw new SignatureRefusal(
          Reason.MISMATCH,
          "Credential should be scoped to a valid region, not '"
              + presented.scope().region()
              + "'. ");
    }
    if (!presented.signedHeaders().contains("host")) {
      throw new SignatureRefusal(
          Reason.MISMATCH,
          "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    SigningKey key =
        keys.find(presented.keyId())
            .filter(found -> keys.isInForce(found.caller()))
            .orElseThrow(() -> new SignatureRefusal(Reason.UNKNOWN_KEY, INVALID_TOKEN));
    checkToken(key, presented);
    checkTime(presented);
    checkSignature(request, presented, key.secret());
    if (key.temporary().filter(keys::isOver).isPresent()) {
      throw new SignatureRefusal(
          Reason.EXPIRED_TOKEN, "The security token included in the request is expired");
    }
    return key.caller();
  }

  private static void checkToken(SigningKey key, PresentedSignature presented) {
    byte[] expected = utf8(key.temporary().map(SigningKey.Temporary::token).orElse(""));
    if (!MessageDigest.isEqual(expected, utf8(presented.token().orElse("")))) {
      throw new SignatureRefusal(Reason.UNKNOWN_KEY, INVALID_TOKEN);
    }
  }

  private void checkTime(PresentedSignature presented) {
    Instant signed = time(presented.timestamp());
    if (!TIME.format(signed).startsWith(presented.scope().date() + "T")) {
      throw new SignatureRefusal(
          Reason.MISMATCH,
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP: '"
              + presented.scope().date()
              + "' != '"
              + TIME.format(signed).substring(0, 8)
              + "', from '"
              + presented.timestamp()
              + "'.");
    }
    Instant now = clock.instant();
    Instant oldest = now.minus(presented.lifetime().orElse(SKEW));
    if (signed.isBefore(oldest)) {
      throw new SignatureRefusal(
          Reason.OUT_OF_TIME,
          "Signature expired: "
              + TIME.format(signed)
              + " is now earlier than "
              + TIME.format(oldest)
              + " ("
              + TIME.format(now)
              + " - "
              + presented.lifetime().orElse(SKEW).toMinutes()
              + " min.)");
    }
    Instant newest = now.plus(SKEW);
    if (signed.isAfter(newest)) {
      throw new SignatureRefusal(
          Reason.OUT_OF_TIME,
          "Signature not yet current: "
              + TIME.format(signed)
              + " is still later than "
              + TIME.format(newest)
              + " ("
              + TIME.format(now)
              + " + 5 min.)");
    }
  }

  private static Instant time(String written) {
    try {
      return ZonedDateTime.parse(written, TIME).toInstant();
    } catch (DateTimeParseException notTheBasicForm) {
      try {
        return ZonedDateTime.parse(written, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      } catch (DateTimeParseException neither) {
        throw new SignatureRefusal(
            Reason.INCOMPLETE,
            "Date must be in ISO-8601 'basic format'. Got '"
                + written
                + "'. See"
                + " http://en.wikipedia.org/wiki/ISO_8601");
      }
    }
  }

  private static void checkSignature(
      WireRequest request, PresentedSignature presented, String secret) {
    CredentialScope scope = presented.scope();
    CanonicalRequest canonical =
        CanonicalRequest.of(request, presented.signedHeaders(), scope.service().equals("s3"));
    String toSign =
        String.join(
            "\n",
            PresentedSignature.ALGORITHM,
            TIME.format(time(presented.timestamp())),
            scope.toString(),
            canonical.hash());
    byte[] key = hmac(utf8("AWS4" + secret), scope.date());
    key = hmac(hmac(hmac(key, scope.region()), scope.service()), "aws4_request");
    String expected = HexFormat.of().formatHex(hmac(key, toSign));
    if (!MessageDigest.isEqual(utf8(expected), utf8(presented.signature()))) {
      throw new SignatureRefusal(
          Reason.MISMATCH,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
