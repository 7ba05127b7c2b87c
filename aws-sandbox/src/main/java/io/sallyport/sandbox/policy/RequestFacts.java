package io.sallyport.sandbox.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The condition keys of one request with their values; keys are compared without regard to case.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global
 *     condition context keys</a>
 */
public final class RequestFacts {
  private static final RequestFacts NONE = new RequestFacts(Map.of());
  private final Map<String, List<String>> values;

  private RequestFacts(Map<String, List<String>> values) {
    this.values = values;
  }

  /** A request about which nothing is known. */
  public static RequestFacts none() {
    return NONE;
  }

  /** These facts and one more; a key already present is replaced. */
  public RequestFacts with(String key, String... newValues) {
    return with(key, List.of(newValues));
  }

  /** These facts and one more; a key already present is replaced. */
  public RequestFacts with(String key, List<String> newValues) {
    Map<String, List<String>> more = new HashMap<>(values);
    more.put(key.toLowerCase(Locale.ROOT), List.copyOf(newValues));
    return new RequestFacts(more);
  }

  /** These facts and one per entry, each key prefixed, as for {@code aws:RequestTag/}. */
  public RequestFacts withEach(String prefix, Map<String, String> entries) {
    if (entries.isEmpty()) {
      return this;
    }
    Map<String, List<String>> more = new HashMap<>(values);
    entries.forEach(
        (name, value) -> more.put((prefix + name).toLowerCase(Locale.ROOT), List.of(value)));
    return new RequestFacts(more);
  }

  /** The values of a key; empty when the request does not have it. */
  public List<String> values(String key) {
    return values.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
  }
}
