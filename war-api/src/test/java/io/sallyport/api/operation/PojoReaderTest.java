package io.sallyport.api.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

class PojoReaderTest {
  @Test
  void aRequestIsFilledByAwssOwnNames() {
    DescribeInstancesRequest.Builder builder = DescribeInstancesRequest.builder();
    PojoReader.fill(
        (SdkPojo) builder,
        Map.of(
            "MaxResults",
            new BigDecimal("5"),
            "DryRun",
            true,
            "InstanceIds",
            List.of("i-1"),
            "Filters",
            List.of(Map.of("Name", "tag:Name", "Values", List.of("a", "b")))),
        "parameters");
    assertThat(builder.build())
        .isEqualTo(
            DescribeInstancesRequest.builder()
                .maxResults(5)
                .dryRun(true)
                .instanceIds("i-1")
                .filters(Filter.builder().name("tag:Name").values("a", "b").build())
                .build());
  }

  @Test
  void aTimeIsReadInIso8601() {
    DescribeSpotPriceHistoryRequest.Builder builder = DescribeSpotPriceHistoryRequest.builder();
    PojoReader.fill((SdkPojo) builder, Map.of("StartTime", "2026-11-23T00:00:00Z"), "parameters");
    assertThat(builder.build().startTime()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    assertThat(refusal(Map.of("StartTime", "yesterday")).code()).isEqualTo("SP-PARAMETER-INVALID");
  }

  @Test
  void anUnknownNameIsNamedWithItsPathAtAnyDepth() {
    assertThat(refusal(Map.of("Colour", 1)).parameter()).isEqualTo("parameters.Colour");
    Problem deep =
        refusal(Map.of("Filters", List.of(Map.of("Name", "x"), Map.of("Valeus", List.of()))));
    assertThat(deep.code()).isEqualTo("SP-PARAMETER-UNKNOWN");
    assertThat(deep.parameter()).isEqualTo("parameters.Filters[1].Valeus");
  }

  @Test
  void aWrongFormIsNamedWithItsPath() {
    for (Object wrong : List.of("many", new BigDecimal("1.5"), new BigDecimal("1e12"), true)) {
      Problem problem = refusal(Map.of("MaxResults", wrong));
      assertThat(problem.code()).isEqualTo("SP-PARAMETER-INVALID");
      assertThat(problem.parameter()).isEqualTo("parameters.MaxResults");
    }
    assertThat(refusal(Map.of("InstanceIds", "i-1")).parameter())
        .isEqualTo("parameters.InstanceIds");
    assertThat(refusal(Map.of("InstanceIds", List.of(1))).parameter())
        .isEqualTo("parameters.InstanceIds[0]");
    assertThat(refusal(Map.of("Filters", List.of("x"))).parameter())
        .isEqualTo("parameters.Filters[0]");
  }

  @Test
  void anAnswerIsWrittenUnderAwssOwnNamesWithoutWhatIsNotThere() {
    DescribeInstancesResponse response =
        DescribeInstancesResponse.builder()
            .reservations(
                Reservation.builder()
                    .instances(
                        Instance.builder()
                            .instanceId("i-1")
                            .launchTime(Instant.parse("2026-11-23T00:00:00Z"))
                            .state(state -> state.name("running").code(16))
                            .build())
                    .build())
            .build();
    assertThat(PojoWriter.write(response))
        .isEqualTo(
            Map.of(
                "Reservations",
                List.of(
                    Map.of(
                        "Instances",
                        List.of(
                            Map.of(
                                "InstanceId",
                                "i-1",
                                "LaunchTime",
                                "2026-11-23T00:00:00Z",
                                "State",
                                Map.of("Code", 16, "Name", "running")))))));
  }

  private static Problem refusal(Map<String, Object> parameters) {
    SdkPojo builder =
        parameters.containsKey("StartTime")
            ? (SdkPojo) DescribeSpotPriceHistoryRequest.builder()
            : (SdkPojo) DescribeInstancesRequest.builder();
    return catchThrowableOfType(
            ProblemException.class, () -> PojoReader.fill(builder, parameters, "parameters"))
        .problem();
  }
}
