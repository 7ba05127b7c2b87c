package io.sallyport.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One HTTP answer, complete. Nobody compares answers, so the body may be an array. */
@SuppressWarnings("ArrayRecordComponent")
public record WireAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {
  public WireAnswer {
    headers = Map.copyOf(headers);
  }

  /** An answer without headers of its own. */
  public static WireAnswer of(int status, String contentType, String body) {
    return new WireAnswer(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
