package io.sallyport.contract.request;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that a customer may let the vendor do in an account. Which operations, and with them
 * which IAM actions, each one is, stands in {@code allow-list.properties}.
 */
public enum Capability {
  SEE_INSTANCES(
      "see-instances",
      "See instances",
      "Which EC2 instances there are, where, and in which state."),
  SEE_SPOT_PRICES(
      "see-spot-prices",
      "See Spot prices",
      "What Spot capacity costs, by zone and instance type, now and in the last 90 days.");

  private final String code;
  private final String label;
  private final String sentence;

  Capability(String code, String label, String sentence) {
    this.code = code;
    this.label = label;
    this.sentence = sentence;
  }

  /** Stable name. */
  public String code() {
    return code;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** For people, with a full stop. */
  public String sentence() {
    return sentence;
  }

  /** The one of that code. */
  public static Optional<Capability> of(String code) {
    return Arrays.stream(values()).filter(each -> each.code.equals(code)).findFirst();
  }

  /** Those of these codes; codes that this release does not know are left out. */
  public static Set<Capability> known(Collection<String> codes) {
    Set<Capability> known = EnumSet.noneOf(Capability.class);
    codes.forEach(code -> of(code).ifPresent(known::add));
    return known;
  }

  /** Their codes, in order. */
  public static List<String> codes(Set<Capability> capabilities) {
    return capabilities.stream().sorted().map(Capability::code).toList();
  }
}
