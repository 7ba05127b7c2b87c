package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.XmlBody;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The query protocol of STS, IAM, Auto Scaling and CloudWatch.
 *
 * @param internalFailure the service's code for its own failure
 * @param saysWhy whether a refusal ends with the reason
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html">Common
 *     errors of the query APIs</a>
 */
record QueryDialect(String namespace, String internalFailure, boolean saysWhy) implements Dialect {
  static final String XML = "text/xml;charset=UTF-8";

  @Override
  public String contentType() {
    return XML;
  }

  @Override
  public byte[] success(String action, String requestId, Answer answer) {
    Optional<Consumer<XmlBody>> content =
        answer instanceof Answer.Json json
            ? Optional.of(xml -> DocumentXml.write(json.document(), xml))
            : ((Answer.Xml) answer).content();
    return XmlBody.bytes(
        action + "Response",
        namespace,
        xml -> {
          content.ifPresent(written -> xml.inside(action + "Result", () -> written.accept(xml)));
          xml.inside("ResponseMetadata", () -> xml.text("RequestId", requestId));
        });
  }

  @Override
  public byte[] failure(AwsFault fault, String requestId) {
    return XmlBody.bytes(
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

  @Override
  public AwsFault refused(SignatureRefusal refusal) {
    String message = refusal.getMessage();
    return switch (refusal.reason()) {
      case MISSING -> new AwsFault(403, "MissingAuthenticationToken", message);
      case INCOMPLETE -> new AwsFault(400, "IncompleteSignature", message);
      case UNKNOWN_KEY -> new AwsFault(403, "InvalidClientTokenId", message);
      case MISMATCH, OUT_OF_TIME -> new AwsFault(403, "SignatureDoesNotMatch", message);
      case EXPIRED_TOKEN -> new AwsFault(403, "ExpiredToken", message);
    };
  }

  @Override
  public AwsFault unauthorized(String principal, String action, String resource, String because) {
    String sentence = Dialect.notAuthorized(principal, action, resource);
    return new AwsFault(403, "AccessDenied", saysWhy ? sentence + " " + because : sentence);
  }

  @Override
  public AwsFault unknownAction(String action, String version) {
    return new AwsFault(
        400, "InvalidAction", "Could not find operation " + action + " for version " + version);
  }

  @Override
  public AwsFault malformedPolicy(String message) {
    return new AwsFault(400, "MalformedPolicyDocument", message);
  }

  @Override
  public AwsFault throttled() {
    return new AwsFault(400, "Throttling", "Rate exceeded");
  }

  @Override
  public AwsFault broken() {
    return new AwsFault(
        500,
        internalFailure,
        "The request processing has failed because of an unknown error, exception or failure.");
  }
}
