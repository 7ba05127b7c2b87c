package io.sallyport.contract.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeverTest {
  private static final String PATH = "InstanceMarketOptions.SpotOptions.SpotInstanceType";

  private static Map<String, Object> launch(String type) {
    return Map.of(
        "InstanceMarketOptions",
        Map.of("MarketType", "spot", "SpotOptions", Map.of("SpotInstanceType", type)));
  }

  @Test
  void whatWouldBeLaunchedAgainForeverIsNotForwarded() {
    AllowedOperation run = AllowList.ofThisRelease().find("ec2", "RunInstances");
    for (Map<String, ?> wrong :
        List.of(launch("persistent"), launch("Persistent"), Map.of(PATH, List.of("persistent")))) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> run.requireAgreeable(wrong))
          .satisfies(
              e -> assertThat(e.problem().errorCode()).isEqualTo(ErrorCode.PARAMETER_INVALID));
    }
    run.requireAgreeable(launch("one-time"));
    run.requireAgreeable(Map.of("InstanceMarketOptions", "persistent"));
    run.requireAgreeable(Map.of(PATH, List.of("one-time")));
    run.requireAgreeable(Map.of());
  }
}
