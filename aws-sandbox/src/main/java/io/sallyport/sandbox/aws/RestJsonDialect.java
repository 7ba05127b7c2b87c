package io.sallyport.sandbox.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.wire.AwsFault;
import java.nio.charset.StandardCharsets;

/**
 * REST in JSON, with EKS's names for the errors.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html">The protocol</a>
 */
record RestJsonDialect() implements Dialect {
  private static final int FORBIDDEN = 403;

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public byte[] success(String action, String requestId, Answer answer) {
    return ((Answer.Json) answer).document().toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] failure(AwsFault fault, String requestId) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("__type", fault.code())
        .put("message", fault.getMessage())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public AwsFault refused(SignatureRefusal refusal) {
    String code =
        switch (refusal.reason()) {
          case MISSING -> "MissingAuthenticationTokenException";
          case INCOMPLETE -> "IncompleteSignatureException";
          case UNKNOWN_KEY -> "UnrecognizedClientException";
          case MISMATCH, OUT_OF_TIME -> "InvalidSignatureException";
          case EXPIRED_TOKEN -> "ExpiredTokenException";
        };
    return new AwsFault(FORBIDDEN, code, refusal.getMessage());
  }

  @Override
  public AwsFault unauthorized(String principal, String action, String resource, String because) {
    return new AwsFault(
        FORBIDDEN,
        "AccessDeniedException",
        Dialect.notAuthorized(principal, action, resource) + " " + because);
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
    return new AwsFault(500, "ServerException", "There was a server-side error.");
  }
}
