package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.wire.XmlBody;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One operation of a service: checks, acts, and says what to answer. It runs while it alone has the
 * accounts.
 */
@FunctionalInterface
public interface Operation {
  /** The content of the answer; empty for operations that answer nothing. */
  Optional<Consumer<XmlBody>> perform(Call call);

  /** An answer with content. */
  static Optional<Consumer<XmlBody>> answer(Consumer<XmlBody> content) {
    return Optional.of(content);
  }

  /** An answer that says only that it was done. */
  static Optional<Consumer<XmlBody>> done() {
    return Optional.empty();
  }
}
