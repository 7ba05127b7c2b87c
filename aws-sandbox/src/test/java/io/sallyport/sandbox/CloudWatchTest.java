package io.sallyport.sandbox;

import static io.sallyport.sandbox.RunningSandbox.CUSTOMER_ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/** Whose client speaks CBOR. */
class CloudWatchTest {
  private static RunningSandbox sandbox;
  private static CloudWatchClient cloudWatch;

  @BeforeAll
  static void start() {
    sandbox = RunningSandbox.start();
    cloudWatch = sandbox.cloudWatch(CUSTOMER_ADMIN);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void eachInstanceHasOneMetric() {
    assertThat(cloudWatch.listMetrics(r -> r.namespace("AWS/EC2")).metrics())
        .hasSize(2)
        .extracting(Metric::metricName)
        .containsOnly("CPUUtilization");
    assertThat(cloudWatch.listMetrics(r -> r.namespace("AWS/S3")).metrics()).isEmpty();
  }

  @Test
  void itsValuesAreTheSameEachTime() {
    assertThat(data()).isEqualTo(data());
    MetricDataResult data = data();
    assertThat(data.timestamps()).hasSize(4).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(data.values()).hasSameSizeAs(data.timestamps());
  }

  private static MetricDataResult data() {
    Instant end = Instant.now().truncatedTo(ChronoUnit.HOURS);
    return cloudWatch
        .getMetricData(
            r ->
                r.startTime(end.minusSeconds(900))
                    .endTime(end)
                    .metricDataQueries(
                        query ->
                            query
                                .id("cpu")
                                .metricStat(
                                    stat ->
                                        stat.period(300)
                                            .stat("Average")
                                            .metric(
                                                metric ->
                                                    metric
                                                        .namespace("AWS/EC2")
                                                        .metricName("CPUUtilization")
                                                        .dimensions(
                                                            d ->
                                                                d.name("InstanceId")
                                                                    .value(
                                                                        "i-0aaaaaaaaaaaaaaa1"))))))
        .metricDataResults()
        .get(0);
  }

  @Test
  void whatIsWrongIsToldInItsOwnWords() {
    assertThatThrownBy(() -> cloudWatch.getMetricData(r -> r.endTime(Instant.now())))
        .hasMessageContaining("StartTime");
  }
}
