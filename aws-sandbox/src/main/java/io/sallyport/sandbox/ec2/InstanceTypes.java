package io.sallyport.sandbox.ec2;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The instance types known here, each with a price per hour from which spot prices are derived. */
final class InstanceTypes {
  private static final Map<String, String> PRICES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("t3.nano", "0.0052"),
              Map.entry("t3.micro", "0.0104"),
              Map.entry("t3.small", "0.0208"),
              Map.entry("t3.medium", "0.0416"),
              Map.entry("t3.large", "0.0832"),
              Map.entry("t3a.medium", "0.0376"),
              Map.entry("t4g.small", "0.0168"),
              Map.entry("t4g.medium", "0.0336"),
              Map.entry("m5.large", "0.0960"),
              Map.entry("m5.xlarge", "0.1920"),
              Map.entry("m6i.large", "0.0960"),
              Map.entry("m6i.xlarge", "0.1920"),
              Map.entry("m7g.large", "0.0816"),
              Map.entry("m7i.large", "0.1008"),
              Map.entry("c5.large", "0.0850"),
              Map.entry("c6i.large", "0.0850"),
              Map.entry("c7g.large", "0.0725"),
              Map.entry("r5.large", "0.1260"),
              Map.entry("r6i.large", "0.1260"),
              Map.entry("g5.xlarge", "1.0060")));

  private InstanceTypes() {}

  static List<String> names() {
    return List.copyOf(PRICES.keySet());
  }

  static Optional<BigDecimal> hourlyPrice(String type) {
    return Optional.ofNullable(PRICES.get(type)).map(BigDecimal::new);
  }
}
