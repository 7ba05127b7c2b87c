package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.XmlBody;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The services imitated, each with its own XML shapes and its own words for the same refusals.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html">Common
 *     errors of the query APIs</a>
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2
 *     error codes</a>
 */
public enum AwsService {
  STS("https://sts.amazonaws.com/doc/2011-06-15/", "2011-06-15"),
  IAM("https://iam.amazonaws.com/doc/2010-05-08/", "2010-05-08"),
  EC2("http://ec2.amazonaws.com/doc/2016-11-15/", "2016-11-15");

  private static final String EC2_NOT_VALIDATED =
      "AWS was not able to validate the provided access credentials";
  private final String namespace;
  private final String version;

  AwsService(String namespace, String version) {
    this.namespace = namespace;
    this.version = version;
  }

  /** The service that a credential scope names. */
  public static Optional<AwsService> ofScope(String name) {
    return Arrays.stream(values()).filter(service -> service.scopeName().equals(name)).findFirst();
  }

  /** The service that speaks that version of the protocol; STS for any other. */
  static AwsService ofVersion(String version) {
    return Arrays.stream(values()).filter(s -> s.version.equals(version)).findFirst().orElse(STS);
  }

  public String scopeName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String eventSource() {
    return scopeName() + ".amazonaws.com";
  }

  String success(String action, String requestId, Optional<Consumer<XmlBody>> result) {
    return XmlBody.document(
        action + "Response",
        namespace,
        xml -> {
          if (this == EC2) {
            xml.text("requestId", requestId);
            result.ifPresentOrElse(content -> content.accept(xml), () -> xml.text("return", true));
          } else {
            result.ifPresent(content -> xml.inside(action + "Result", () -> content.accept(xml)));
            xml.inside("ResponseMetadata", () -> xml.text("RequestId", requestId));
          }
        });
  }

  String failure(AwsFault fault, String requestId) {
    if (this == EC2) {
      return XmlBody.document(
          "Response",
          "",
          xml ->
              xml.inside(
                      "Errors",
                      () ->
                          xml.inside(
                              "Error",
                              () ->
                                  xml.text("Code", fault.code())
                                      .text("Message", fault.getMessage())))
                  .text("RequestID", requestId));
    }
    return XmlBody.document(
        "ErrorResponse",
        namespace,
        xml ->
            xml.inside(
                    "Error",
                    () ->
                        xml.text("Type", fault.status() < 500 ? "Sender" : "Receiver")
                            .text("Code", fault.code())
                            .text("Message", fault.getMessage()))
                .text("RequestId", requestId));
  }

  /** A refused signature in this service's words. */
  AwsFault refused(SignatureRefusal refusal) {
    boolean ec2 = this == EC2;
    String message = refusal.getMessage();
    return switch (refusal.reason()) {
      case MISSING ->
          ec2
              ? new AwsFault(401, "AuthFailure", EC2_NOT_VALIDATED)
              : new AwsFault(403, "MissingAuthenticationToken", message);
      case INCOMPLETE -> new AwsFault(400, "IncompleteSignature", message);
      case UNKNOWN_KEY ->
          ec2
              ? new AwsFault(401, "AuthFailure", EC2_NOT_VALIDATED)
              : new AwsFault(403, "InvalidClientTokenId", message);
      case MISMATCH ->
          ec2
              ? new AwsFault(401, "AuthFailure", EC2_NOT_VALIDATED)
              : new AwsFault(403, "SignatureDoesNotMatch", message);
      case OUT_OF_TIME ->
          ec2
              ? new AwsFault(400, "RequestExpired", "Request has expired.")
              : new AwsFault(403, "SignatureDoesNotMatch", message);
      case EXPIRED_TOKEN ->
          ec2
              ? new AwsFault(400, "RequestExpired", "Request has expired.")
              : new AwsFault(403, "ExpiredToken", message);
    };
  }

  /** A request that the caller's policies do not allow. */
  AwsFault unauthorized(String principal, String action, String resource, String because) {
    String sentence =
        "User: "
            + principal
            + " is not authorized to perform: "
            + action
            + " on resource: "
            + resource;
    return switch (this) {
      case STS -> new AwsFault(403, "AccessDenied", sentence);
      case IAM -> new AwsFault(403, "AccessDenied", sentence + " " + because);
      case EC2 ->
          new AwsFault(
              403,
              "UnauthorizedOperation",
              "You are not authorized to perform this operation. " + sentence + " " + because);
    };
  }

  AwsFault unknownAction(String action, String asked) {
    return this == EC2
        ? new AwsFault(
            400, "InvalidAction", "The action " + action + " is not valid for this web service.")
        : new AwsFault(
            400, "InvalidAction", "Could not find operation " + action + " for version " + asked);
  }

  AwsFault throttled() {
    return this == EC2
        ? new AwsFault(503, "RequestLimitExceeded", "Request limit exceeded.")
        : new AwsFault(400, "Throttling", "Rate exceeded");
  }

  AwsFault broken() {
    return this == EC2
        ? new AwsFault(500, "InternalError", "An internal error has occurred")
        : new AwsFault(
            500,
            this == IAM ? "ServiceFailure" : "InternalFailure",
            "The request processing has failed because of an unknown error, exception or"
                + " failure.");
  }
}
