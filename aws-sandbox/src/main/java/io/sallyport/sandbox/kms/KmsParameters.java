package io.sallyport.sandbox.kms;

import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Reads KMS parameters within their documented bounds; anything else is a ValidationException. */
record KmsParameters(Parameters parameters) {
  private static final int LONGEST_CONTEXT = 8192;

  String text(String name, int longest) {
    return optional(name, longest)
        .orElseThrow(() -> constraint("null", name, "Member must not be null"));
  }

  Optional<String> optional(String name, int longest) {
    Optional<String> value = parameters.optional(name);
    value.ifPresent(
        text -> {
          if (text.isEmpty() || text.length() > longest) {
            throw constraint(
                text, name, "Member must have length between 1 and " + longest + ", inclusive");
          }
        });
    return value;
  }

  /** One of those words. */
  String word(String name, String otherwise, String... allowed) {
    String value = parameters.optional(name).orElse(otherwise);
    for (String word : allowed) {
      if (word.equals(value)) {
        return value;
      }
    }
    throw constraint(
        value, name, "Member must satisfy enum value set: [" + String.join(", ", allowed) + "]");
  }

  /** Bytes, whose value is not repeated in a refusal. */
  byte[] bytes(String name, int longest) {
    String text =
        parameters
            .optional(name)
            .orElseThrow(() -> constraint("null", name, "Member must not be null"));
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException broken) {
      throw new AwsFault(400, "SerializationException", name + " is not base64.");
    }
    if (bytes.length == 0 || bytes.length > longest) {
      throw constraint(
          "***", name, "Member must have length between 1 and " + longest + ", inclusive");
    }
    return bytes;
  }

  OptionalInt number(String name, int least, int most) {
    Optional<String> text = parameters.optional(name);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!text.get().matches("-?[0-9]{1,9}")) {
      throw new AwsFault(400, "SerializationException", name + " is not a number.");
    }
    int number = Integer.parseInt(text.get());
    if (number < least || number > most) {
      throw constraint(
          text.get(), name, "Member must have value between " + least + " and " + most);
    }
    return OptionalInt.of(number);
  }

  Map<String, String> encryptionContext() {
    Map<String, String> context = new TreeMap<>(parameters.entries("EncryptionContext"));
    int length =
        context.entrySet().stream()
            .mapToInt(e -> e.getKey().length() + e.getValue().length())
            .sum();
    if (length > LONGEST_CONTEXT) {
      throw invalid("EncryptionContext must be at most " + LONGEST_CONTEXT + " characters");
    }
    return context;
  }

  static AwsFault invalid(String message) {
    return new AwsFault(400, "ValidationException", message);
  }

  private static AwsFault constraint(String value, String name, String constraint) {
    String member = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    return invalid(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
  }
}
