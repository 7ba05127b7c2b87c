package io.sallyport.api.tool;

import java.io.InputStream;
import java.util.Objects;

/**
 * What AWS answered.
 *
 * @param head an {@link io.sallyport.contract.request.AnswerHead}, as one node hands it to another
 * @param body what follows; whoever reads it closes it
 * @param throughNode whether a company's own node asked: reading it takes one of the few
 *     connections to that node
 */
public record RelayedAnswer(String head, InputStream body, boolean throughNode) {
  public RelayedAnswer {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(body, "body");
  }
}
