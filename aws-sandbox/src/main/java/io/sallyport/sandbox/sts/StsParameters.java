package io.sallyport.sandbox.sts;

import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads STS parameters within their documented bounds; anything else is a ValidationError. */
record StsParameters(Parameters parameters) {

  /** A parameter that must be there. */
  String required(String name, int shortest, int longest, Pattern form) {
    return optional(name, shortest, longest, form)
        .orElseThrow(() -> constraint("null", name, "Member must not be null"));
  }

  Optional<String> optional(String name, int shortest, int longest, Pattern form) {
    Optional<String> value = parameters.optional(name);
    value.ifPresent(
        text -> {
          if (text.length() < shortest) {
            throw constraint(
                text, name, "Member must have length greater than or equal to " + shortest);
          }
          if (text.length() > longest) {
            throw constraint(
                text, name, "Member must have length less than or equal to " + longest);
          }
          if (!form.matcher(text).matches()) {
            throw constraint(
                text, name, "Member must satisfy regular expression pattern: " + form.pattern());
          }
        });
    return value;
  }

  int duration(int shortest, int longest, int otherwise) {
    String text = parameters.optional("DurationSeconds").orElse(String.valueOf(otherwise));
    if (!text.matches("-?[0-9]{1,9}")) {
      throw new AwsFault(400, "MalformedInput", "DurationSeconds must be a number");
    }
    int seconds = Integer.parseInt(text);
    if (seconds < shortest) {
      throw constraint(
          text, "DurationSeconds", "Member must have value greater than or equal to " + shortest);
    }
    if (seconds > longest) {
      throw constraint(
          text, "DurationSeconds", "Member must have value less than or equal to " + longest);
    }
    return seconds;
  }

  /** The refusal of a value; an external id is not repeated in it. */
  private static AwsFault constraint(String value, String name, String constraint) {
    String shown = name.equals("ExternalId") ? "***" : value;
    String member = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    return invalid(
        "1 validation error detected: Value '"
            + shown
            + "' at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
  }

  static AwsFault invalid(String message) {
    return new AwsFault(400, "ValidationError", message);
  }
}
