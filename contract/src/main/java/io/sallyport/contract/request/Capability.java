package io.sallyport.contract.request;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Something that a customer may let the vendor do in an account. Which operations, and with them
 * which IAM actions, each one is, stands in {@code allow-list.properties}.
 */
public enum Capability {
  SEE_INSTANCES(
      "see-instances",
      true,
      "See instances",
      "Which EC2 instances there are, where, and in which state."),
  SEE_SPOT_PRICES(
      "see-spot-prices",
      true,
      "See Spot prices",
      "What Spot capacity costs, by zone and instance type, now and in the last 90 days."),
  RUN_SPOT_INSTANCES(
      "run-spot-instances",
      false,
      "Launch and terminate Spot instances",
      "Spot only: the role's policy refuses instances at any other price. An account that never had"
          + " one needs AWS's own role for it first: aws iam create-service-linked-role"
          + " --aws-service-name spot.amazonaws.com."),
  READ_OBJECTS(
      "read-objects",
      false,
      "Read S3 objects",
      "Which buckets and objects there are, and what is in them."),
  READ_TRAIL(
      "read-trail",
      false,
      "Compare with CloudTrail",
      "Who entered the role, by the account's own CloudTrail, beside what our trail says."),
  SEE_SCALING(
      "see-scaling",
      false,
      "See Auto Scaling groups",
      "Which groups there are, how large they are and may be, and what they did."),
  SEE_CONTAINERS(
      "see-containers",
      false,
      "See containers",
      "Which ECS and EKS clusters, services, tasks and node groups there are."),
  SEE_METRICS(
      "see-metrics", false, "See metrics", "Which CloudWatch metrics there are, and their values."),
  WATCH_ROLE(
      "watch-role",
      false,
      "Watch over the role itself",
      "What its policies allow and whom it trusts, so that you are told when somebody changes them.");

  private final String code;
  private final boolean usual;
  private final String label;
  private final String sentence;

  Capability(String code, boolean usual, String label, String sentence) {
    this.code = code;
    this.usual = usual;
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

  /** Those that are offered first: they only read. What changes something is chosen by itself. */
  public static Set<Capability> usual() {
    return Arrays.stream(values())
        .filter(each -> each.usual)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)));
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
