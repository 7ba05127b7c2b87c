package io.sallyport.web.node;

import io.sallyport.contract.request.AnswerHead;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Objects;

/**
 * AWS's answer to a tool's request, as it comes from a decrypt node.
 *
 * @param carrier what it comes in
 * @param head how it begins
 */
public record Relayed(Response carrier, AnswerHead head) implements AutoCloseable {
  public Relayed {
    Objects.requireNonNull(carrier, "carrier");
    Objects.requireNonNull(head, "head");
  }

  /** Whether a company's own node asked: reading it takes one of the few connections to that. */
  public boolean throughNode() {
    return Boolean.parseBoolean(carrier.getHeaderString(AnswerHead.THROUGH_NODE));
  }

  /** What follows, as it arrives. */
  public InputStream body() {
    return carrier.readEntity(InputStream.class);
  }

  @Override
  public void close() {
    carrier.close();
  }
}
