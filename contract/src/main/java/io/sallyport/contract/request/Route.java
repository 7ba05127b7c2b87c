package io.sallyport.contract.request;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a REST protocol of AWS asks for an operation. A query that has more than it may is another
 * operation's (a bucket's {@code ?acl}, say).
 *
 * @param method HTTP method
 * @param path the whole path, as it stands in the request line
 * @param must query parameters that must be there, with their values
 * @param may query parameters that may be there besides
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html">S3's
 *     operations</a>
 */
public record Route(String method, Pattern path, Map<String, String> must, Set<String> may) {
  public Route {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    must = Map.copyOf(must);
    may = Set.copyOf(may);
  }

  /**
   * The parameters that stand in a path which fits.
   *
   * @param names of groups; those that it does not have are left out
   */
  Map<String, String> named(String where, Set<String> names) {
    Matcher found = path.matcher(where);
    if (!found.matches()) {
      return Map.of();
    }
    Map<String, String> values = new HashMap<>();
    for (String name : names) {
      if (path.pattern().contains("(?<" + name + ">")) {
        values.put(name, found.group(name));
      }
    }
    return values;
  }

  /** Whether such a request asks for it. */
  boolean fits(String asked, String where, Map<String, List<String>> query) {
    return method.equals(asked)
        && path.matcher(where).matches()
        && must.entrySet().stream()
            .allMatch(each -> List.of(each.getValue()).equals(query.get(each.getKey())))
        && query.keySet().stream().allMatch(name -> must.containsKey(name) || may.contains(name));
  }
}
