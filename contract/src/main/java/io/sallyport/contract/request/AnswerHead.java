package io.sallyport.contract.request;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How AWS's answer to a {@link SignedRequest} begins; its body follows, byte for byte.
 *
 * @param status HTTP status
 * @param headers those that are for the tool
 */
public record AnswerHead(int status, Map<String, List<String>> headers) {
  /** The header in which one of our nodes hands it on to another: JSON, in Base64. */
  public static final String HEADER = "Sallyport-Answer";

  /** The header that says that it came through a company's own node. */
  public static final String THROUGH_NODE = "Sallyport-Through-Node";

  public AnswerHead {
    Objects.requireNonNull(headers, "headers");
  }
}
