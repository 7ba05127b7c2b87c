package io.sallyport.sandbox.policy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The condition operators of IAM, each with the comparison that it makes.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 *     operators</a>
 */
enum ConditionOperator {
  STRING_EQUALS("StringEquals", false, Kind.TEXT, Relation.EQUAL),
  STRING_NOT_EQUALS("StringNotEquals", true, Kind.TEXT, Relation.EQUAL),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false, Kind.CASELESS, Relation.EQUAL),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true, Kind.CASELESS, Relation.EQUAL),
  STRING_LIKE("StringLike", false, Kind.PATTERN, Relation.EQUAL),
  STRING_NOT_LIKE("StringNotLike", true, Kind.PATTERN, Relation.EQUAL),
  NUMERIC_EQUALS("NumericEquals", false, Kind.NUMBER, Relation.EQUAL),
  NUMERIC_NOT_EQUALS("NumericNotEquals", true, Kind.NUMBER, Relation.EQUAL),
  NUMERIC_LESS_THAN("NumericLessThan", false, Kind.NUMBER, Relation.LESS),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false, Kind.NUMBER, Relation.LESS_OR_EQUAL),
  NUMERIC_GREATER_THAN("NumericGreaterThan", false, Kind.NUMBER, Relation.GREATER),
  NUMERIC_GREATER_THAN_EQUALS(
      "NumericGreaterThanEquals", false, Kind.NUMBER, Relation.GREATER_OR_EQUAL),
  DATE_EQUALS("DateEquals", false, Kind.DATE, Relation.EQUAL),
  DATE_NOT_EQUALS("DateNotEquals", true, Kind.DATE, Relation.EQUAL),
  DATE_LESS_THAN("DateLessThan", false, Kind.DATE, Relation.LESS),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", false, Kind.DATE, Relation.LESS_OR_EQUAL),
  DATE_GREATER_THAN("DateGreaterThan", false, Kind.DATE, Relation.GREATER),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false, Kind.DATE, Relation.GREATER_OR_EQUAL),
  BOOL("Bool", false, Kind.BOOLEAN, Relation.EQUAL),
  BINARY_EQUALS("BinaryEquals", false, Kind.TEXT, Relation.EQUAL),
  IP_ADDRESS("IpAddress", false, Kind.ADDRESS, Relation.EQUAL),
  NOT_IP_ADDRESS("NotIpAddress", true, Kind.ADDRESS, Relation.EQUAL),
  ARN_EQUALS("ArnEquals", false, Kind.ARN, Relation.EQUAL),
  ARN_LIKE("ArnLike", false, Kind.ARN, Relation.EQUAL),
  ARN_NOT_EQUALS("ArnNotEquals", true, Kind.ARN, Relation.EQUAL),
  ARN_NOT_LIKE("ArnNotLike", true, Kind.ARN, Relation.EQUAL),
  /** Asks whether the key is there at all; {@link Condition} answers it. */
  NULL("Null", false, Kind.BOOLEAN, Relation.EQUAL);

  private static final int ARN_PARTS = 6;
  private final String written;
  private final boolean negated;
  private final Kind kind;
  private final Relation relation;

  ConditionOperator(String written, boolean negated, Kind kind, Relation relation) {
    this.written = written;
    this.negated = negated;
    this.kind = kind;
    this.relation = relation;
  }

  /** What the two values are read as. */
  private enum Kind {
    TEXT,
    CASELESS,
    PATTERN,
    NUMBER,
    DATE,
    BOOLEAN,
    ADDRESS,
    ARN
  }

  /** How the request's value must stand to the policy's. */
  private enum Relation {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }
  }

  static Optional<ConditionOperator> written(String name) {
    return Arrays.stream(values()).filter(o -> o.written.equalsIgnoreCase(name)).findFirst();
  }

  boolean negated() {
    return negated;
  }

  /** Whether a policy may compare with this value; one with variables is judged when resolved. */
  boolean accepts(String value) {
    if (value.contains("${")) {
      return true;
    }
    return switch (kind) {
      case TEXT, CASELESS, PATTERN, ARN -> true;
      case NUMBER -> number(value).isPresent();
      case DATE -> instant(value).isPresent();
      case BOOLEAN -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
      case ADDRESS -> AddressRange.parse(value).isPresent();
    };
  }

  /** Compares without regard to negation; empty where the policy's value has none. */
  Optional<Boolean> matches(PolicyText expected, String actual, RequestFacts facts) {
    return switch (kind) {
      case TEXT -> expected.plain(facts).map(actual::equals);
      case CASELESS, BOOLEAN -> expected.plain(facts).map(actual::equalsIgnoreCase);
      case PATTERN -> expected.pattern(facts).map(glob -> glob.matches(actual));
      case ARN -> expected.pattern(facts).map(glob -> arnMatches(glob, actual));
      case NUMBER -> expected.plain(facts).flatMap(v -> ordered(number(actual), number(v)));
      case DATE -> expected.plain(facts).flatMap(v -> ordered(instant(actual), instant(v)));
      case ADDRESS ->
          expected.plain(facts).flatMap(AddressRange::parse).map(range -> range.contains(actual));
    };
  }

  private <T extends Comparable<T>> Optional<Boolean> ordered(
      Optional<T> actual, Optional<T> expected) {
    return actual.flatMap(a -> expected.map(e -> relation.holds(a.compareTo(e))));
  }

  private static boolean arnMatches(Glob pattern, String actual) {
    List<Glob> patterns = pattern.splitAtColons(ARN_PARTS);
    String[] parts = actual.split(":", ARN_PARTS);
    if (patterns.size() != parts.length) {
      return patterns.size() == 1 && pattern.matches(actual);
    }
    for (int i = 0; i < parts.length; i++) {
      if (!patterns.get(i).matches(parts[i])) {
        return false;
      }
    }
    return true;
  }

  private static Optional<BigDecimal> number(String value) {
    return value.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")
        ? Optional.of(new BigDecimal(value))
        : Optional.empty();
  }

  private static Optional<Instant> instant(String value) {
    try {
      if (value.matches("[0-9]{1,12}")) {
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(value)));
      }
      return Optional.of(
          value.contains("T")
              ? OffsetDateTime.parse(value).toInstant()
              : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException notADate) {
      return Optional.empty();
    }
  }
}
