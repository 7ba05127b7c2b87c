package io.sallyport.contract.request;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a customer's own AWS tool wants from AWS, as AWS is to get it but for the signature.
 *
 * @param method e.g. {@code POST}
 * @param path as it is to stand in the request line, not decoded
 * @param query as it is to stand there; empty for none
 * @param headers those that the tool signed and that signers do not add themselves, by name in
 *     lower case
 * @param body in Base64; at most 256 KiB before that
 * @param service as AWS's signatures name it
 */
public record WireRequest(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    String body,
    String service) {
  public WireRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(service, "service");
  }

  /** The method and the path only. */
  @Override
  public String toString() {
    return "WireRequest[" + method + " " + path + "]";
  }
}
