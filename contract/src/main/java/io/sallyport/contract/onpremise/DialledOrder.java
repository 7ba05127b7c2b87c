package io.sallyport.contract.onpremise;

import java.util.Objects;

/**
 * An order as it goes over a connection that a company's node has opened to us: a text message. One
 * connection is for one order at a time.
 *
 * <p>The answer is a text message, a {@link DialledAnswer}; then binary messages, whose contents
 * together are what the body of an answer over HTTP would be; then an empty text message.
 *
 * @param signature of the order, as over HTTP
 * @param order a {@link NodeOrder} as JSON, which is signed byte for byte
 */
public record DialledOrder(String signature, String order) {
  /** Where companies' nodes open such connections. */
  public static final String PATH = "/dial";

  /** How long a text message may be, in characters: an order with all of it escaped. */
  public static final int LONGEST = 2 * NodeOrder.LONGEST;

  /** How long a binary message may be, in bytes. */
  public static final int PIECE = 32 * 1024;

  public DialledOrder {
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(order, "order");
  }

  /** Nothing of it. */
  @Override
  public String toString() {
    return "DialledOrder[…]";
  }
}
