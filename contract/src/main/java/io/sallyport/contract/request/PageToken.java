package io.sallyport.contract.request;

import java.util.Objects;

/**
 * By what a further page is asked for.
 *
 * @param parameter in which it is sent
 * @param member of the answer in which it comes
 */
public record PageToken(String parameter, String member) {
  public PageToken {
    Objects.requireNonNull(parameter, "parameter");
    Objects.requireNonNull(member, "member");
  }
}
