package io.sallyport.api.dispatch;

import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.DialledAnswer;
import io.sallyport.contract.onpremise.DialledOrder;
import jakarta.json.bind.Jsonb;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One connection that a company's node has opened to us: an order at a time goes over it, and its
 * answer comes back. What is not read waits here, and soon at the node.
 */
final class DialledLine {
  private static final int PIECES = 16;
  private static final int WAIT_SECONDS = 30;
  private static final int SEND_MILLIS = 30_000;
  private static final int READ_SECONDS = 120;

  /** Nodes say three times a minute that they are there. */
  private static final Duration SILENT = Duration.ofSeconds(70);

  private static final byte[] END = new byte[0];
  private static final byte[] BROKEN = new byte[0];

  private final Session session;
  private final TenantId tenant;
  private final NodeId node;
  private final String fingerprint;
  private final Jsonb jsonb;
  private final Consumer<DialledLine> freed;
  private final Consumer<DialledLine> closing;
  private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(PIECES);

  private volatile boolean busy;
  private volatile boolean broken;
  private volatile Instant heard = Instant.now();

  /**
   * A connection.
   *
   * @param fingerprint of the certificate that the node showed, SHA-256 in base64url
   * @param freed hears when the next order may go over it
   * @param closing has it closed, which takes a while where the node does not help
   */
  DialledLine(
      Session session,
      TenantId tenant,
      NodeId node,
      String fingerprint,
      Jsonb jsonb,
      Consumer<DialledLine> freed,
      Consumer<DialledLine> closing) {
    this.session = session;
    this.tenant = tenant;
    this.node = node;
    this.fingerprint = fingerprint;
    this.jsonb = jsonb;
    this.freed = freed;
    this.closing = closing;
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

  /** Whether an order is on it. */
  boolean isBusy() {
    return busy;
  }

  boolean isOpen() {
    return !broken && session.isOpen();
  }

  /** The node is there. */
  void heard() {
    heard = Instant.now();
  }

  /** Whether its node has not been heard for too long, while no order is on it. */
  boolean isSilent() {
    return !busy && Duration.between(heard, Instant.now()).compareTo(SILENT) > 0;
  }

  /** Something came: taken when somebody reads it, and nothing more comes before. */
  void arrived(byte[] piece) {
    heard();
    if (piece.length > 0) {
      take(piece);
    }
  }

  /** An answer has come to its end. */
  void ended() {
    take(END);
  }

  private void take(byte[] piece) {
    try {
      if (broken || !busy || !arrived.offer(piece, READ_SECONDS, TimeUnit.SECONDS)) {
        close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  /** Nothing comes any more; what has come is read. */
  void broken() {
    broken = true;
    arrived.offer(BROKEN);
  }

  /** Ends it, soon, and lets whoever brings more of it go. */
  void close() {
    broken = true;
    arrived.clear();
    broken();
    closing.accept(this);
  }

  /** Ends it now, however long that takes. */
  void closeNow() {
    try {
      session.close();
    } catch (IOException | IllegalStateException e) {
      // It is closed.
      broken = true;
    }
  }

  /**
   * Sends an order, once; the connection is free again when the answer was read to its end.
   *
   * @param breakable takes what breaks it off, or throws when it is not to be sent any more
   */
  NodeAnswer send(String signature, byte[] body, Consumer<Runnable> breakable) throws IOException {
    Content content = new Content();
    try {
      breakable.accept(content::breakOff);
    } catch (RuntimeException e) {
      freed.accept(this);
      throw e;
    }
    busy = true;
    content.within(NodeAnswer.MOST);
    try {
      if (broken) {
        throw new IOException("broken off before it was sent");
      }
      sent(jsonb.toJson(new DialledOrder(signature, new String(body, StandardCharsets.UTF_8))));
      DialledAnswer answer =
          jsonb.fromJson(new DataInputStream(content).readUTF(), DialledAnswer.class);
      return new NodeAnswer(
          answer.status(), answer.receipt(), answer.date(), answer.head(), content);
    } catch (IOException e) {
      close();
      throw e;
    } catch (RuntimeException e) {
      close();
      throw new IOException("the node's answer cannot be read", e);
    }
  }

  /** A node that does not read is not waited for. */
  private void sent(String message) throws IOException {
    try {
      RemoteEndpoint.Async remote = session.getAsyncRemote();
      remote.setSendTimeout(SEND_MILLIS);
      // In milliseconds: Liberty takes any other unit for none.
      remote.sendText(message).get(SEND_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the order could not be sent", e);
    }
  }

  /** What binary messages hold, until an empty text comes. */
  private final class Content extends NodeAnswer.Content {
    private byte[] piece = END;
    private int place;
    private volatile boolean ended;
    private volatile Instant end = Instant.MAX;

    @Override
    void within(Duration most) {
      end = most == null ? Instant.MAX : Instant.now().plus(most);
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      if (most == 0) {
        return 0;
      }
      if (place == piece.length && !advanced()) {
        return -1;
      }
      int length = Math.min(most, piece.length - place);
      System.arraycopy(piece, place, into, from, length);
      place += length;
      return length;
    }

    private boolean advanced() throws IOException {
      if (ended) {
        return false;
      }
      byte[] next = next();
      if (next != END) {
        piece = next;
        place = 0;
        return true;
      }
      end();
      busy = false;
      heard();
      freed.accept(DialledLine.this);
      return false;
    }

    private synchronized void end() {
      ended = true;
    }

    /** From another thread; what another order has by then is left alone. */
    private synchronized void breakOff() {
      if (!ended) {
        DialledLine.this.close();
      }
    }

    private byte[] next() throws IOException {
      Instant last = Instant.now().plusSeconds(WAIT_SECONDS);
      long left = Duration.between(Instant.now(), last.isBefore(end) ? last : end).toMillis();
      try {
        byte[] next = broken ? arrived.poll() : arrived.poll(left, TimeUnit.MILLISECONDS);
        if (next == BROKEN || (next == null && broken)) {
          throw new IOException("the node's connection broke off");
        }
        if (next == null) {
          throw new SocketTimeoutException("nothing came in time");
        }
        return next;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
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
