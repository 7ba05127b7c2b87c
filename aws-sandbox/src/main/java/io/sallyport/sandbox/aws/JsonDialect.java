package io.sallyport.sandbox.aws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.wire.AwsFault;

/**
 * AWS JSON 1.1, with KMS's names for the common errors.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">The protocol</a>
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html">KMS's common
 *     errors</a>
 */
record JsonDialect() implements Dialect {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int BAD_REQUEST = 400;

  @Override
  public String contentType() {
    return "application/x-amz-json-1.1";
  }

  @Override
  public String success(String action, String requestId, Answer answer) {
    ObjectNode root = JSON.createObjectNode();
    ((Answer.Json) answer).content().accept(root);
    return root.toString();
  }

  @Override
  public String failure(AwsFault fault, String requestId) {
    return JSON.createObjectNode()
        .put("__type", fault.code())
        .put("message", fault.getMessage())
        .toString();
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
    return new AwsFault(BAD_REQUEST, code, refusal.getMessage());
  }

  @Override
  public AwsFault unauthorized(String principal, String action, String resource, String because) {
    return new AwsFault(
        BAD_REQUEST,
        "AccessDeniedException",
        Dialect.notAuthorized(principal, action, resource) + " " + because);
  }

  @Override
  public AwsFault unknownAction(String action, String version) {
    return new AwsFault(BAD_REQUEST, "UnknownOperationException", "There is no such operation.");
  }

  @Override
  public AwsFault malformedPolicy(String message) {
    return new AwsFault(BAD_REQUEST, "MalformedPolicyDocumentException", message);
  }

  @Override
  public AwsFault throttled() {
    return new AwsFault(
        BAD_REQUEST,
        "ThrottlingException",
        "You have exceeded the rate at which you may call KMS. Reduce the frequency of your"
            + " calls.");
  }

  @Override
  public AwsFault broken() {
    return new AwsFault(500, "KMSInternalException", "The request failed; it can be retried.");
  }
}
