package io.sallyport.contract.onpremise;

import java.util.Objects;

/**
 * An order as it goes over a connection that a company's node has opened to us: a text message. One
 * connection is for one order at a time.
 *
 * <p>The answer is binary messages and then an empty text message. The contents of the binary ones
 * together are a {@link DialledAnswer} as JSON, as {@link java.io.DataOutputStream#writeUTF} writes
 * it, and then what the body of an answer over HTTP would be. All are short, since whoever receives
 * them cannot tell how slowly one comes.
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
  public static final int PIECE = 4 * 1024;

  /** How many connections a node keeps ready at one decrypt node, and always may. */
  public static final int READY = 2;

  /** How many connections a node may hold to one decrypt node. */
  public static final int MOST = 8;

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
