package io.sallyport.api.dispatch;

import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.DialledAnswer;
import io.sallyport.contract.onpremise.DialledOrder;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection that a company's node has opened to us: an order at a time goes over it, and its
 * answer comes back. What is not read waits here, and soon at the node.
 */
final class DialledLine {
  private static final int PIECES = 8;
  private static final int WAIT_SECONDS = 30;
  private static final int MOST_SECONDS = 35;
  private static final byte[] BROKEN = new byte[0];

  private final Session session;
  private final TenantId tenant;
  private final NodeId node;
  private final String fingerprint;
  private final Consumer<DialledLine> freed;
  private final Jsonb jsonb;

  /** A {@link String} or a {@code byte[]}, as messages are. */
  private final BlockingQueue<Object> arrived = new ArrayBlockingQueue<>(PIECES);

  private volatile boolean busy;
  private volatile boolean answered = true;
  private volatile Instant end = Instant.MAX;

  /**
   * A connection.
   *
   * @param fingerprint of the certificate that the node showed, SHA-256 in base64url
   * @param freed hears when the next order may go over it
   */
  DialledLine(
      Session session,
      TenantId tenant,
      NodeId node,
      String fingerprint,
      Jsonb jsonb,
      Consumer<DialledLine> freed) {
    this.session = session;
    this.tenant = tenant;
    this.node = node;
    this.fingerprint = fingerprint;
    this.jsonb = jsonb;
    this.freed = freed;
  }

  TenantId tenant() {
    return tenant;
  }

  NodeId node() {
    return node;
  }

  String fingerprint() {
    return fingerprint;
  }

  boolean isOpen() {
    return session.isOpen();
  }

  /** Something came: taken when somebody reads it, and nothing more comes before. */
  void arrived(Object message) {
    try {
      if (!busy || !arrived.offer(message, WAIT_SECONDS, TimeUnit.SECONDS)) {
        close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  /** It has answered a pulse. */
  void answered() {
    answered = true;
  }

  /** Ends it, if the node has not answered the last one. */
  void pulse() {
    if (busy) {
      return;
    }
    if (!answered) {
      close();
      return;
    }
    answered = false;
    try {
      session.getBasicRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      close();
    }
  }

  /** Nothing comes any more. */
  void broken() {
    arrived.offer(BROKEN);
  }

  void close() {
    try {
      session.close();
    } catch (IOException | IllegalStateException e) {
      // It is closed.
      broken();
    }
  }

  /**
   * Sends an order, once; the connection is free again when the answer was read to its end. It is
   * over after 35 seconds; one whose answer is streamed when nothing comes for half a minute.
   */
  NodeAnswer send(String signature, byte[] body, boolean streams) throws IOException {
    busy = true;
    answered = true;
    end = streams ? Instant.MAX : Instant.now().plusSeconds(MOST_SECONDS);
    try {
      session
          .getBasicRemote()
          .sendText(
              jsonb.toJson(new DialledOrder(signature, new String(body, StandardCharsets.UTF_8))));
      if (!(next() instanceof String head)) {
        throw new IOException("the node's answer does not begin as one");
      }
      DialledAnswer answer = jsonb.fromJson(head, DialledAnswer.class);
      return new NodeAnswer(
          answer.status(), answer.receipt(), answer.date(), answer.head(), new Content());
    } catch (IOException e) {
      close();
      throw e;
    } catch (JsonbException | IllegalStateException e) {
      close();
      throw new IOException("the node's answer cannot be read", e);
    }
  }

  private Object next() throws IOException {
    Instant last = Instant.now().plusSeconds(WAIT_SECONDS);
    long left = Duration.between(Instant.now(), last.isBefore(end) ? last : end).toMillis();
    try {
      Object next = arrived.poll(left, TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new SocketTimeoutException("nothing came in time");
      }
      if (next == BROKEN) {
        throw new IOException("the node's connection broke off");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What binary messages hold, until an empty text comes. */
  private final class Content extends InputStream {
    private byte[] piece = new byte[0];
    private int place;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      while (place == piece.length) {
        if (ended || !advanced()) {
          return -1;
        }
      }
      int length = Math.min(most, piece.length - place);
      System.arraycopy(piece, place, into, from, length);
      place += length;
      return length;
    }

    private boolean advanced() throws IOException {
      Object next = next();
      if (next instanceof byte[] bytes) {
        piece = bytes;
        place = 0;
        return true;
      }
      if (!((String) next).isEmpty()) {
        throw new IOException("the node's answer does not end as one");
      }
      ended = true;
      busy = false;
      freed.accept(DialledLine.this);
      return false;
    }

    @Override
    public void close() {
      if (!ended) {
        // Its end may never come.
        ended = true;
        DialledLine.this.close();
      }
    }
  }
}
