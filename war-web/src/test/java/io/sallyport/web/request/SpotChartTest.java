package io.sallyport.web.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpotChartTest {
  private static final Instant FROM = Instant.parse("2026-11-25T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-11-25T04:00:00Z");

  private static SpotChart.Price price(String zone, String since, String amount) {
    return new SpotChart.Price("m5.large", zone, Instant.parse(since), new BigDecimal(amount));
  }

  private static SpotChart chart(SpotChart.Price... prices) {
    List<SpotChart.Price> all = List.of(prices);
    return SpotChart.of(all, FROM, TO, SpotChart.top(all));
  }

  @Test
  void aPriceHoldsUntilTheNextOneAndTheOneFromBeforeFromTheBeginning() {
    SpotChart chart =
        chart(price("z-a", "2026-11-25T03:00:00Z", "2"), price("z-a", "2026-11-24T20:00:00Z", "1"));
    SpotChart.Series series = chart.series().get(0);
    assertThat(series.points()).isEqualTo("0.0,120.0 600.0,120.0 600.0,0.0 800.0,0.0");
    assertThat(series.now()).isEqualByComparingTo("2");
    assertThat(series.lowest()).isEqualByComparingTo("1");
    assertThat(series.highest()).isEqualByComparingTo("2");
    assertThat(series.mean()).isEqualByComparingTo("1.25");
    assertThat(chart.top()).isEqualByComparingTo("2");
  }

  @Test
  void aZoneWithoutPricesAtFirstBeginsWhereItHasSome() {
    SpotChart chart = chart(price("z-b", "2026-11-25T02:00:00Z", "3"));
    assertThat(chart.series().get(0).points()).isEqualTo("400.0,0.0 800.0,0.0");
    assertThat(chart.series().get(0).mean()).isEqualByComparingTo("3");
  }

  @Test
  void zonesAreInOrderAndNothingIsAnEmptyChart() {
    SpotChart chart =
        chart(price("z-b", "2026-11-25T00:00:00Z", "1"), price("z-a", "2026-11-25T00:00:00Z", "2"));
    assertThat(chart.series()).extracting(SpotChart.Series::zone).containsExactly("z-a", "z-b");
    assertThat(chart().series()).isEmpty();
  }

  @Test
  void pricesAreReadFromWhatAwsAnswers() {
    assertThat(
            SpotChart.prices(
                Map.of(
                    "SpotPriceHistory",
                    List.of(
                        Map.of(
                            "InstanceType",
                            "m5.large",
                            "AvailabilityZone",
                            "eu-central-1a",
                            "Timestamp",
                            "2026-11-25T00:00:00Z",
                            "SpotPrice",
                            "0.031200")))))
        .containsExactly(price("eu-central-1a", "2026-11-25T00:00:00Z", "0.031200"));
    assertThat(SpotChart.prices(Map.of())).isEmpty();
  }
}
