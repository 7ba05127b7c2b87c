package io.sallyport.contract.request;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ARN of what an operation touches, with the operation's parameters in braces.
 *
 * @param text e.g. <code>arn:{partition}:s3:::{Bucket}/*</code>
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Resource
 *     types of AWS services</a>
 */
public record ResourcePattern(String text) {
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)\\}");

  /** What may stand in an ARN as it is: nothing that a policy would read as more than itself. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  /** Of S3's access points, whose ARNs are others: no bucket's name ends like that. */
  private static final Set<String> ALIASES = Set.of("-s3alias", "--ol-s3");

  private static final String PARTITION = "partition";
  private static final String REGION = "region";

  public ResourcePattern {
    Objects.requireNonNull(text, "text");
  }

  /** One that names no parameters and no region. */
  String in(String partition) {
    return text.replace("{partition}", partition);
  }

  /** The operation's parameters in it. */
  Set<String> parameters() {
    Set<String> names = new HashSet<>();
    PLACE.matcher(text).results().forEach(each -> names.add(each.group(1)));
    names.removeAll(Set.of(PARTITION, REGION));
    return names;
  }

  /**
   * The ARNs for these parameters, of which at most one is a list; empty where one is missing, or
   * is no plain name.
   */
  Optional<List<String>> of(Map<String, ?> parameters, String partition, String region) {
    List<String> all = List.of(text.replace("{partition}", partition).replace("{region}", region));
    for (String name : parameters()) {
      List<?> values = values(parameters.get(name));
      if (values.isEmpty() || !values.stream().allMatch(ResourcePattern::isPlain)) {
        return Optional.empty();
      }
      List<String> before = all;
      all =
          values.stream()
              .flatMap(
                  value ->
                      before.stream().map(arn -> arn.replace("{" + name + "}", (String) value)))
              .toList();
    }
    return Optional.of(all);
  }

  private static List<?> values(Object value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof Collection<?> many ? List.copyOf(many) : List.of(value);
  }

  private static boolean isPlain(Object value) {
    return value instanceof String text
        && PLAIN.matcher(text).matches()
        && ALIASES.stream().noneMatch(text::endsWith);
  }
}
