package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.wire.AwsFault;

/**
 * REST in JSON, with EKS's names for the errors.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html">The protocol</a>
 */
record RestJsonDialect() implements Dialect {
  private static final int FORBIDDEN = 403;

  /** Documents are the same, and so are the words for what is refused. */
  private static final JsonDialect WRITTEN = new JsonDialect("ServerException");

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public byte[] success(String action, String requestId, Answer answer) {
    return WRITTEN.success(action, requestId, answer);
  }

  @Override
  public byte[] failure(AwsFault fault, String requestId) {
    return WRITTEN.failure(fault, requestId);
  }

  @Override
  public AwsFault refused(SignatureRefusal refusal) {
    return forbidden(WRITTEN.refused(refusal));
  }

  private static AwsFault forbidden(AwsFault fault) {
    return new AwsFault(FORBIDDEN, fault.code(), fault.getMessage());
  }

  @Override
  public AwsFault unauthorized(String principal, String action, String resource, String because) {
    return forbidden(WRITTEN.unauthorized(principal, action, resource, because));
  }

  @Override
  public AwsFault unknownAction(String action, String version) {
    return new AwsFault(404, "UnknownOperationException", "There is no such operation.");
  }

  @Override
  public AwsFault malformedPolicy(String message) {
    return new AwsFault(400, "InvalidParameterException", message);
  }

  @Override
  public AwsFault throttled() {
    return new AwsFault(429, "ThrottlingException", "Rate exceeded");
  }

  @Override
  public AwsFault broken() {
    return WRITTEN.broken();
  }
}
