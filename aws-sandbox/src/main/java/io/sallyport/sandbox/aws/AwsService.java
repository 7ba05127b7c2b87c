package io.sallyport.sandbox.aws;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The services imitated, each with its own shapes and its own words for the same refusals. */
public enum AwsService {
  STS(
      "2011-06-15",
      new QueryDialect("https://sts.amazonaws.com/doc/2011-06-15/", "InternalFailure", false)),
  IAM(
      "2010-05-08",
      new QueryDialect("https://iam.amazonaws.com/doc/2010-05-08/", "ServiceFailure", true)),
  EC2("2016-11-15", new Ec2Dialect("http://ec2.amazonaws.com/doc/2016-11-15/")),
  KMS("2014-11-01", new JsonDialect("KMSInternalException")),
  CLOUDTRAIL("2013-11-01", new JsonDialect("InternalFailure")),
  S3("2006-03-01", new S3Dialect()),
  AUTOSCALING(
      "2011-01-01",
      new QueryDialect(
          "http://autoscaling.amazonaws.com/doc/2011-01-01/", "InternalFailure", true)),
  /** CloudWatch. */
  MONITORING(
      "2010-08-01",
      new QueryDialect(
          "http://monitoring.amazonaws.com/doc/2010-08-01/", "InternalServiceFault", true)),
  ECS("2014-11-13", new JsonDialect("ServerException")),
  EKS("2017-11-01", new RestJsonDialect()),
  PRICING("2017-10-15", new JsonDialect("InternalErrorException"));

  /** What {@code X-Amz-Target} begins with when that service is meant. */
  private static final Map<String, AwsService> TARGETS =
      Map.of(
          "TrentService", KMS,
          "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", CLOUDTRAIL,
          "CloudTrail_20131101", CLOUDTRAIL,
          "AmazonEC2ContainerServiceV20141113", ECS,
          "GraniteServiceVersion20100801", MONITORING,
          "AWSPriceListService", PRICING);

  private final String version;
  private final Dialect dialect;

  AwsService(String version, Dialect dialect) {
    this.version = version;
    this.dialect = dialect;
  }

  /** The service that a credential scope names. */
  public static Optional<AwsService> ofScope(String name) {
    return Arrays.stream(values()).filter(service -> service.scopeName().equals(name)).findFirst();
  }

  /** The scope names of all services, as alternatives of a regular expression. */
  public static String scopeNames() {
    return Arrays.stream(values()).map(AwsService::scopeName).collect(Collectors.joining("|"));
  }

  /** The service that speaks that version of the protocol; STS for any other. */
  static AwsService ofVersion(String version) {
    return Arrays.stream(values()).filter(s -> s.version.equals(version)).findFirst().orElse(STS);
  }

  /** The service that the JSON protocol knows by that name. */
  static Optional<AwsService> ofTarget(String name) {
    return Optional.ofNullable(TARGETS.get(name));
  }

  public String scopeName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String eventSource() {
    return scopeName() + ".amazonaws.com";
  }

  Dialect dialect() {
    return dialect;
  }
}
