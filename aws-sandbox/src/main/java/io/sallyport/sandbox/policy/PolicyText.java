package io.sallyport.sandbox.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A string of a policy that may contain variables such as {@code ${aws:username}}.
 *
 * <p>A variable whose key is absent from the request, or has several values, and that has no
 * default leaves the whole text without a value: it then matches nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">Policy
 *     variables</a>
 */
record PolicyText(String source, boolean variables) {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{\\s*([^},\\s]+)\\s*(?:,\\s*'([^']*)'\\s*)?\\}");
  private static final List<String> ESCAPES = List.of("*", "?", "$");

  /** The text with its variables replaced; wildcards stay as they are. */
  Optional<String> plain(RequestFacts facts) {
    if (!hasVariables()) {
      return Optional.of(source);
    }
    StringBuilder plain = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(source);
    int from = 0;
    while (matcher.find()) {
      Optional<String> value = valueOf(matcher, facts);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      plain.append(source, from, matcher.start()).append(value.get());
      from = matcher.end();
    }
    return Optional.of(plain.append(source.substring(from)).toString());
  }

  /** The text as a pattern, its variables literal. */
  Optional<Glob> pattern(RequestFacts facts) {
    if (!hasVariables()) {
      return Optional.of(Glob.of(source));
    }
    Glob.Builder pattern = new Glob.Builder();
    Matcher matcher = VARIABLE.matcher(source);
    int from = 0;
    while (matcher.find()) {
      Optional<String> value = valueOf(matcher, facts);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      pattern.pattern(source.substring(from, matcher.start())).literal(value.get());
      from = matcher.end();
    }
    return Optional.of(pattern.pattern(source.substring(from)).build());
  }

  private boolean hasVariables() {
    return variables && source.contains("${");
  }

  private static Optional<String> valueOf(Matcher variable, RequestFacts facts) {
    String key = variable.group(1);
    if (ESCAPES.contains(key)) {
      return Optional.of(key);
    }
    List<String> values = facts.values(key);
    if (values.size() == 1) {
      return Optional.of(values.get(0));
    }
    return values.isEmpty() ? Optional.ofNullable(variable.group(2)) : Optional.empty();
  }
}
