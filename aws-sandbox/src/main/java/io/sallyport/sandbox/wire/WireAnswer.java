package io.sallyport.sandbox.wire;

import java.util.Map;

/** One HTTP answer. */
public record WireAnswer(
    int status, String contentType, WireBody body, Map<String, String> headers) {
  public WireAnswer {
    headers = Map.copyOf(headers);
  }

  /** An answer without headers of its own. */
  public static WireAnswer of(int status, String contentType, String body) {
    return new WireAnswer(status, contentType, WireBody.of(body), Map.of());
  }
}
