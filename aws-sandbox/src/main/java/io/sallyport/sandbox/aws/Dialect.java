package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.wire.AwsFault;
import java.util.Map;

/** How a service writes its answers, and its words for the refusals that all services have. */
sealed interface Dialect
    permits CborDialect, Ec2Dialect, JsonDialect, QueryDialect, RestJsonDialect, S3Dialect {
  String contentType();

  /** Headers that answers have besides. */
  default Map<String, String> headers() {
    return Map.of();
  }

  byte[] success(String action, String requestId, Answer answer);

  byte[] failure(AwsFault fault, String requestId);

  /** A refused signature. */
  AwsFault refused(SignatureRefusal refusal);

  /** A request that policies do not allow. */
  AwsFault unauthorized(String principal, String action, String resource, String because);

  AwsFault unknownAction(String action, String version);

  AwsFault malformedPolicy(String message);

  AwsFault throttled();

  AwsFault broken();

  /** The sentence that all services begin their refusal with. */
  static String notAuthorized(String principal, String action, String resource) {
    return "User: "
        + principal
        + " is not authorized to perform: "
        + action
        + " on resource: "
        + resource;
  }
}
