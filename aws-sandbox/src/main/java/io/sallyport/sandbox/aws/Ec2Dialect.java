package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.XmlBody;

/**
 * EC2's own query protocol.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2
 *     error codes</a>
 */
record Ec2Dialect(String namespace) implements Dialect {
  private static final String NOT_VALIDATED =
      "AWS was not able to validate the provided access credentials";

  @Override
  public String contentType() {
    return QueryDialect.XML;
  }

  @Override
  public byte[] success(String action, String requestId, Answer answer) {
    Answer.Xml content = (Answer.Xml) answer;
    return XmlBody.bytes(
        action + "Response",
        namespace,
        xml -> {
          xml.text("requestId", requestId);
          content
              .content()
              .ifPresentOrElse(written -> written.accept(xml), () -> xml.text("return", true));
        });
  }

  @Override
  public byte[] failure(AwsFault fault, String requestId) {
    return XmlBody.bytes(
        "Response",
        "",
        xml ->
            xml.inside(
                    "Errors",
                    () ->
                        xml.inside(
                            "Error",
                            () ->
                                xml.text("Code", fault.code()).text("Message", fault.getMessage())))
                .text("RequestID", requestId));
  }

  @Override
  public AwsFault refused(SignatureRefusal refusal) {
    return switch (refusal.reason()) {
      case MISSING, UNKNOWN_KEY, MISMATCH -> new AwsFault(401, "AuthFailure", NOT_VALIDATED);
      case INCOMPLETE -> new AwsFault(400, "IncompleteSignature", refusal.getMessage());
      case OUT_OF_TIME, EXPIRED_TOKEN ->
          new AwsFault(400, "RequestExpired", "Request has expired.");
    };
  }

  @Override
  public AwsFault unauthorized(String principal, String action, String resource, String because) {
    return new AwsFault(
        403,
        "UnauthorizedOperation",
        "You are not authorized to perform this operation. "
            + Dialect.notAuthorized(principal, action, resource)
            + " "
            + because);
  }

  @Override
  public AwsFault unknownAction(String action, String version) {
    return new AwsFault(
        400, "InvalidAction", "The action " + action + " is not valid for this web service.");
  }

  @Override
  public AwsFault malformedPolicy(String message) {
    return new AwsFault(400, "InvalidPolicyDocument", message);
  }

  @Override
  public AwsFault throttled() {
    return new AwsFault(503, "RequestLimitExceeded", "Request limit exceeded.");
  }

  @Override
  public AwsFault broken() {
    return new AwsFault(500, "InternalError", "An internal error has occurred");
  }
}
