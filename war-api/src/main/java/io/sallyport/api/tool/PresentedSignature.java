package io.sallyport.api.tool;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.SignedRequest;
import io.sallyport.contract.request.WireRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request says of its own signature; nothing in it has been verified. Only in a header: a
 * presigned URL would stand in logs.
 *
 * @param accessKeyId whose it is
 * @param region of the credential scope
 * @param service of the credential scope, as AWS's signatures name it
 * @param signedHeaders in lower case
 * @param authorization the whole header
 * @param at when it was signed, as it says
 * @param token the session's
 * @param withContent whether the content is signed, too: S3's tools leave that out where there is
 *     none
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed AWS API request</a>
 */
record PresentedSignature(
    String accessKeyId,
    String region,
    String service,
    List<String> signedHeaders,
    String authorization,
    Instant at,
    String token,
    boolean withContent) {
  static final String AUTHORIZATION = "authorization";
  static final String DATE = "x-amz-date";
  static final String TOKEN = "x-amz-security-token";

  private static final String CONTENT = "x-amz-content-sha256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String STREAMING = "STREAMING-";
  private static final Set<String> MUST_BE_SIGNED = Set.of("host", DATE, TOKEN);

  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 +Credential=(\\w{16,128})/([0-9]{8})/([a-z0-9-]{1,32})/([a-z0-9-]{1,64})/"
              + "aws4_request, *SignedHeaders=([a-z0-9;-]{1,2048}), *Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  PresentedSignature {
    signedHeaders = List.copyOf(signedHeaders);
  }

  /**
   * Reads it.
   *
   * @throws ProblemException {@code SP-SIGNATURE-REFUSED}
   */
  static PresentedSignature of(SignedRequest request) {
    String authorization = only(request, AUTHORIZATION);
    String date = only(request, DATE);
    only(request, "host");
    Matcher parts = HEADER.matcher(authorization);
    if (!parts.matches() || !date.startsWith(parts.group(2) + "T")) {
      throw new ProblemException(ErrorCode.SIGNATURE_REFUSED);
    }
    String content = request.headers().getOrDefault(CONTENT, List.of("")).get(0);
    boolean withContent = !content.equals(UNSIGNED);
    if (content.startsWith(STREAMING) || (!withContent && !request.body().isEmpty())) {
      throw ProblemException.in(
          ErrorCode.SIGNATURE_REFUSED,
          CONTENT,
          "Content must be signed as a whole; uploads are not forwarded.");
    }
    List<String> signed = List.of(parts.group(5).split(";"));
    boolean everyOfAws =
        request.headers().keySet().stream()
            .filter(name -> name.startsWith("x-amz-"))
            .allMatch(signed::contains);
    if (!signed.containsAll(MUST_BE_SIGNED)
        || !everyOfAws
        || !request.headers().keySet().containsAll(signed)) {
      throw new ProblemException(ErrorCode.SIGNATURE_REFUSED);
    }
    return new PresentedSignature(
        parts.group(1),
        parts.group(3),
        parts.group(4),
        signed,
        authorization,
        time(date),
        only(request, TOKEN),
        withContent);
  }

  /**
   * The request as it was signed, and no more of it.
   *
   * @param path as it is to stand in the request line
   */
  WireRequest wire(SignedRequest request, String path) {
    Map<String, List<String>> headers = new TreeMap<>();
    signedHeaders.stream()
        // Signers add these themselves.
        .filter(name -> !MUST_BE_SIGNED.contains(name))
        .forEach(name -> headers.put(name, request.headers().get(name)));
    return new WireRequest(
        request.method(), path, request.query(), headers, request.body(), service);
  }

  private static String only(SignedRequest request, String header) {
    List<String> values = request.headers().getOrDefault(header, List.of());
    if (values.size() != 1) {
      throw new ProblemException(ErrorCode.SIGNATURE_REFUSED);
    }
    return values.get(0);
  }

  private static Instant time(String written) {
    try {
      return ZonedDateTime.parse(written, TIME).toInstant();
    } catch (DateTimeException e) {
      throw new ProblemException(ErrorCode.SIGNATURE_REFUSED, e);
    }
  }
}
