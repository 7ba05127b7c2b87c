package io.sallyport.web.request;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Spot prices by zone over a time, as a chart has them: steps, since a price holds until the next
 * one. The scale begins at nothing, so that a small change looks small.
 *
 * @param from when the time begins
 * @param to when it ends
 * @param top where the scale ends, in US dollars an hour
 * @param series by zone
 */
public record SpotChart(Instant from, Instant to, BigDecimal top, List<Series> series) {
  /** In the chart's own units. */
  public static final int WIDTH = 800;

  public static final int HEIGHT = 240;

  /** Decimals of a price that is shown. */
  static final int DIGITS = 4;

  public SpotChart {
    series = List.copyOf(series);
  }

  /** A price from a moment on, in US dollars an hour. */
  record Price(String type, String zone, Instant since, BigDecimal amount) {}

  /**
   * A zone's.
   *
   * @param points an SVG polyline's
   * @param now the price at the end
   * @param lowest within the time
   * @param highest within the time
   * @param mean weighted by how long each price held
   */
  public record Series(
      String zone,
      String points,
      BigDecimal now,
      BigDecimal lowest,
      BigDecimal highest,
      BigDecimal mean) {
    /**
     * How much less it costs now than that, in percent; negative when it costs more.
     *
     * @param onDemand greater than zero
     */
    public int savings(BigDecimal onDemand) {
      return BigDecimal.ONE
          .subtract(now.divide(onDemand, DIGITS, RoundingMode.HALF_UP))
          .movePointRight(2)
          .setScale(0, RoundingMode.HALF_UP)
          .intValue();
    }
  }

  /** The prices in results of {@code DescribeSpotPriceHistory}. */
  static List<Price> prices(Map<String, Object> result) {
    return AwsJson.objects(result, "SpotPriceHistory")
        .map(
            each ->
                new Price(
                    AwsJson.text(each, "InstanceType"),
                    AwsJson.text(each, "AvailabilityZone"),
                    Instant.parse(AwsJson.text(each, "Timestamp")),
                    new BigDecimal(AwsJson.text(each, "SpotPrice"))))
        .toList();
  }

  /** The highest of these, for charts that are to be compared. */
  static BigDecimal top(List<Price> prices) {
    return prices.stream().map(Price::amount).max(Comparator.naturalOrder()).orElse(BigDecimal.ONE);
  }

  /** The chart of these, in any order; AWS also names the price that held when the time began. */
  static SpotChart of(List<Price> prices, Instant from, Instant to, BigDecimal top) {
    Map<String, List<Price>> byZone = new TreeMap<>();
    prices.forEach(
        price -> byZone.computeIfAbsent(price.zone(), zone -> new ArrayList<>()).add(price));
    return new SpotChart(
        from, to, top, byZone.values().stream().map(zone -> series(zone, from, to, top)).toList());
  }

  private static Series series(List<Price> prices, Instant from, Instant to, BigDecimal top) {
    List<Price> ordered = prices.stream().sorted(Comparator.comparing(Price::since)).toList();
    StringBuilder points = new StringBuilder();
    BigDecimal sum = BigDecimal.ZERO;
    for (int each = 0; each < ordered.size(); each++) {
      Price price = ordered.get(each);
      Instant begin = price.since().isBefore(from) ? from : price.since();
      Instant end = each + 1 < ordered.size() ? ordered.get(each + 1).since() : to;
      if (end.isBefore(begin)) {
        end = begin;
      }
      points.append(point(begin, price.amount(), from, to, top));
      points.append(point(end, price.amount(), from, to, top));
      sum =
          sum.add(
              price.amount().multiply(BigDecimal.valueOf(Duration.between(begin, end).toMillis())));
    }
    Instant first = ordered.get(0).since().isBefore(from) ? from : ordered.get(0).since();
    long held = Math.max(1, Duration.between(first, to).toMillis());
    return new Series(
        ordered.get(0).zone(),
        points.toString().strip(),
        rounded(ordered.get(ordered.size() - 1).amount()),
        rounded(ordered.stream().map(Price::amount).min(Comparator.naturalOrder()).orElseThrow()),
        rounded(ordered.stream().map(Price::amount).max(Comparator.naturalOrder()).orElseThrow()),
        sum.divide(BigDecimal.valueOf(held), DIGITS, RoundingMode.HALF_UP));
  }

  private static BigDecimal rounded(BigDecimal amount) {
    return amount.setScale(DIGITS, RoundingMode.HALF_UP);
  }

  private static String point(
      Instant at, BigDecimal amount, Instant from, Instant to, BigDecimal top) {
    double x =
        (double) Duration.between(from, at).toMillis()
            / Math.max(1, Duration.between(from, to).toMillis());
    double y = amount.doubleValue() / top.doubleValue();
    return String.format(Locale.ROOT, "%.1f,%.1f ", x * WIDTH, HEIGHT - y * HEIGHT);
  }
}
