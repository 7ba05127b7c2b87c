package io.sallyport.contract.request;

import io.sallyport.contract.identity.Actor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A request that a customer's own AWS tool signed with a session of ours (AWS Signature Version 4),
 * as it arrived.
 *
 * @param requestId names this request on every node and in the AWS session's name
 * @param actor on whose behalf, by what the web node found out
 * @param method e.g. {@code POST}
 * @param path as it stood in the request line, not decoded
 * @param prefix the beginning of the path that is ours and not AWS's
 * @param query as it stood there; empty for none
 * @param headers all, by name in lower case
 * @param body in Base64; at most 256 KiB before that
 */
public record SignedRequest(
    UUID requestId,
    Actor actor,
    String method,
    String path,
    String prefix,
    String query,
    Map<String, List<String>> headers,
    String body) {
  public SignedRequest {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }

  /** The method and the path only: headers hold the session's token. */
  @Override
  public String toString() {
    return "SignedRequest[" + method + " " + path + "]";
  }
}
