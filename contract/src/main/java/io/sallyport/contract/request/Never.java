package io.sallyport.contract.request;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A value that a parameter may not have.
 *
 * @param path the parameter's, e.g. {@code InstanceMarketOptions.MarketType}
 * @param value in whatever case
 */
public record Never(String path, String value) {
  public Never {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(value, "value");
  }

  /**
   * Whether it has that value there.
   *
   * @param parameters as JSON has them, one within the other, or as a form has them, by their paths
   */
  boolean isIn(Map<String, ?> parameters) {
    return is(parameters.get(path)) || is(within(parameters));
  }

  private Object within(Map<String, ?> parameters) {
    Object found = parameters;
    for (String name : path.split("\\.", -1)) {
      found = found instanceof Map<?, ?> inner ? inner.get(name) : null;
    }
    return found;
  }

  private boolean is(Object found) {
    Collection<?> values =
        found instanceof Collection<?> many ? many : found == null ? List.of() : List.of(found);
    return values.stream().anyMatch(each -> value.equalsIgnoreCase(each.toString()));
  }
}
