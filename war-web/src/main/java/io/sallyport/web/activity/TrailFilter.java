package io.sallyport.web.activity;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.tenancy.audit.Activity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * By whom and when, as an address has it; each that is null or empty does not matter.
 *
 * @param person that person or program
 * @param from the first day in UTC, as {@code 2026-11-25}
 * @param until the last day
 */
public record TrailFilter(String person, String from, String until) {
  /** Of years that the database knows, too. */
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  /**
   * Read.
   *
   * @throws ProblemException {@code SP-PARAMETER-INVALID} naming what is none
   */
  public Activity.Within read() {
    return new Activity.Within(
        given(person).map(text -> read("person", text, UUID::fromString)),
        given(from).map(text -> read("from", text, TrailFilter::beginning)),
        given(until)
            .map(text -> read("until", text, day -> beginning(day).plus(Duration.ofDays(1)))));
  }

  /** What somebody gave, if they did. */
  public static Optional<String> given(String text) {
    return Optional.ofNullable(text).map(String::strip).filter(each -> !each.isEmpty());
  }

  private static Instant beginning(String day) {
    if (!DAY.matcher(day).matches()) {
      throw new IllegalArgumentException("no day");
    }
    return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /**
   * Reads one part of a filter.
   *
   * @throws ProblemException {@code SP-PARAMETER-INVALID} naming it
   */
  public static <T> T read(String name, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw ProblemException.in(
          ErrorCode.PARAMETER_INVALID,
          name,
          "A person is an id, an operation a name like RunInstances, a day like 2026-11-25.");
    }
  }

  /** The same for an address. */
  public String query() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("person", person);
    all.put("from", from);
    all.put("until", until);
    return query(all);
  }

  /** What was given, for an address. */
  public static String query(Map<String, String> all) {
    return all.entrySet().stream()
        .filter(each -> given(each.getValue()).isPresent())
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
