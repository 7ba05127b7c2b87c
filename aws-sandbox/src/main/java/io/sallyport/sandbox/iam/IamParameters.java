package io.sallyport.sandbox.iam;

import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PolicyKind;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads IAM parameters within their documented bounds; anything else is a ValidationError. */
record IamParameters(Parameters parameters) {
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
  private static final Pattern POLICY_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
  private static final Pattern POLICY_ARN = Pattern.compile("arn:[\\x21-\\x7e]{16,2044}");
  private static final Pattern PATH = Pattern.compile("/|/[\\u0021-\\u007E]{1,510}/");
  private static final int LARGEST_DOCUMENT = 131_072;
  private static final int MOST_ITEMS = 1000;
  private static final int USUAL_ITEMS = 100;

  /** A page of a listing, and the marker of the next where there is one. */
  record Page<T>(List<T> items, Optional<String> next) {}

  String name(String parameter) {
    return matching(parameter, NAME).orElseThrow(() -> missing(parameter));
  }

  Optional<String> optionalName(String parameter) {
    return matching(parameter, NAME);
  }

  String policyName() {
    return matching("PolicyName", POLICY_NAME).orElseThrow(() -> missing("PolicyName"));
  }

  String policyArn() {
    return matching("PolicyArn", POLICY_ARN).orElseThrow(() -> missing("PolicyArn"));
  }

  String path() {
    return matching("Path", PATH).orElse("/");
  }

  /** A policy document, refused by name of what is wrong in it. */
  PolicyDocument document(String parameter, PolicyKind kind) {
    String text = parameters.optional(parameter).orElseThrow(() -> missing(parameter));
    if (text.isEmpty() || text.length() > LARGEST_DOCUMENT) {
      throw invalid(parameter, "Member must have length between 1 and " + LARGEST_DOCUMENT);
    }
    return PolicyDocument.parse(text, kind);
  }

  int number(String parameter, int least, int most, int otherwise) {
    String text = parameters.optional(parameter).orElse(String.valueOf(otherwise));
    if (!text.matches("-?[0-9]{1,9}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw invalid(parameter, "Member must have value between " + least + " and " + most);
    }
    return Integer.parseInt(text);
  }

  /** The page that MaxItems and Marker ask for; the marker is the key of the last item seen. */
  <T> Page<T> page(List<T> all, Function<T, String> key) {
    int size = number("MaxItems", 1, MOST_ITEMS, USUAL_ITEMS);
    String after = parameters.optional("Marker").orElse("");
    List<T> rest = all.stream().filter(i -> key.apply(i).compareTo(after) > 0).toList();
    List<T> items = rest.stream().limit(size).toList();
    return new Page<>(
        items,
        rest.size() > size
            ? Optional.of(key.apply(items.get(items.size() - 1)))
            : Optional.empty());
  }

  private Optional<String> matching(String parameter, Pattern form) {
    Optional<String> value = parameters.optional(parameter);
    if (value.isPresent() && !form.matcher(value.get()).matches()) {
      throw invalid(parameter, "Member must satisfy regular expression pattern: " + form.pattern());
    }
    return value;
  }

  private static AwsFault missing(String parameter) {
    return invalid(parameter, "Member must not be null");
  }

  private static AwsFault invalid(String parameter, String constraint) {
    String member = parameter.substring(0, 1).toLowerCase(Locale.ROOT) + parameter.substring(1);
    return new AwsFault(
        400,
        "ValidationError",
        "1 validation error detected: Value at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
  }
}
