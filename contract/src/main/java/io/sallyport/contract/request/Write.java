package io.sallyport.contract.request;

import java.util.Objects;
import java.util.Optional;

/**
 * That an operation changes something in the account, and how the same one is never done twice.
 *
 * @param token the parameter by which AWS knows a request that it has carried out already; empty
 *     when the same again does no harm
 */
public record Write(Optional<String> token) {
  public Write {
    Objects.requireNonNull(token, "token");
  }
}
