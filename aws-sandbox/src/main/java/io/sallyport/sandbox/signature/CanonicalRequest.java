package io.sallyport.sandbox.signature;

import io.sallyport.sandbox.wire.UrlText;
import io.sallyport.sandbox.wire.WireRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * A request in the one form that both sides hash.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 *     a signed AWS API request</a>
 */
record CanonicalRequest(String text) {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  static CanonicalRequest of(WireRequest request, List<String> signedHeaders, boolean pathAsSent) {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append('\n');
    text.append(pathAsSent ? request.rawPath() : path(request.rawPath())).append('\n');
    text.append(query(request.rawQuery())).append('\n');
    for (String name : signedHeaders) {
      String value = request.header(name).orElse("").strip().replaceAll(" +", " ");
      text.append(name).append(':').append(value).append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n');
    text.append(pathAsSent ? ofS3(request) : sha256(request.body()));
    return new CanonicalRequest(text.toString());
  }

  /** S3 takes a request whose body was not signed, if it says so. */
  private static String ofS3(WireRequest request) {
    return request
        .header("x-amz-content-sha256")
        .filter(UNSIGNED::equals)
        .orElseGet(() -> sha256(request.body()));
  }

  String hash() {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The path as sent, encoded once more, which is the rule for every service but S3. */
  private static String path(String rawPath) {
    return rawPath.isEmpty() ? "/" : UrlText.encode(rawPath).replace("%2F", "/");
  }

  private static String query(String rawQuery) {
    List<String> pairs = new ArrayList<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = UrlText.decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : UrlText.decode(pair.substring(equals + 1));
      if (!name.equals("X-Amz-Signature")) {
        pairs.add(UrlText.encode(name) + "=" + UrlText.encode(value));
      }
    }
    Collections.sort(pairs);
    return String.join("&", pairs);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
