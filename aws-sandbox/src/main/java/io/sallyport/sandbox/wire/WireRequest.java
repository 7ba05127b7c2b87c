package io.sallyport.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, read completely. Nobody compares requests, so the body may be an array.
 *
 * @param headers the values by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent")
public record WireRequest(
    String method,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    byte[] body,
    String remoteAddress,
    boolean secure) {

  /** The values of a header joined as SigV4 wants them. */
  public Optional<String> header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null ? Optional.empty() : Optional.of(String.join(",", values));
  }

  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
