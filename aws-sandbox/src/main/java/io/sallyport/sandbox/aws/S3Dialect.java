package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.XmlBody;

/**
 * S3's REST protocol.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error
 *     responses</a>
 */
record S3Dialect() implements Dialect {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  @Override
  public String contentType() {
    return "application/xml";
  }

  @Override
  public byte[] success(String action, String requestId, Answer answer) {
    String root = action.equals("ListBuckets") ? "ListAllMyBucketsResult" : "ListBucketResult";
    return XmlBody.bytes(
        root,
        NAMESPACE,
        xml -> ((Answer.Xml) answer).content().ifPresent(written -> written.accept(xml)));
  }

  @Override
  public byte[] failure(AwsFault fault, String requestId) {
    return XmlBody.bytes(
        "Error",
        "",
        xml ->
            xml.text("Code", fault.code())
                .text("Message", fault.getMessage())
                .text("RequestId", requestId));
  }

  @Override
  public AwsFault refused(SignatureRefusal refusal) {
    String message = refusal.getMessage();
    return switch (refusal.reason()) {
      case MISSING -> new AwsFault(403, "AccessDenied", message);
      case INCOMPLETE -> new AwsFault(400, "AuthorizationHeaderMalformed", message);
      case UNKNOWN_KEY -> new AwsFault(403, "InvalidAccessKeyId", message);
      case MISMATCH -> new AwsFault(403, "SignatureDoesNotMatch", message);
      case OUT_OF_TIME -> new AwsFault(403, "RequestTimeTooSkewed", message);
      case EXPIRED_TOKEN -> new AwsFault(400, "ExpiredToken", message);
    };
  }

  @Override
  public AwsFault unauthorized(String principal, String action, String resource, String because) {
    return new AwsFault(
        403, "AccessDenied", Dialect.notAuthorized(principal, action, resource) + " " + because);
  }

  @Override
  public AwsFault unknownAction(String action, String version) {
    return new AwsFault(405, "MethodNotAllowed", "The specified method is not allowed.");
  }

  @Override
  public AwsFault malformedPolicy(String message) {
    return new AwsFault(400, "MalformedPolicy", message);
  }

  @Override
  public AwsFault throttled() {
    return new AwsFault(503, "SlowDown", "Please reduce your request rate.");
  }

  @Override
  public AwsFault broken() {
    return new AwsFault(500, "InternalError", "We encountered an internal error. Try again.");
  }
}
