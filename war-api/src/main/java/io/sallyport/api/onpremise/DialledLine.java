package io.sallyport.api.onpremise;

import io.sallyport.api.order.NotGenuine;
import io.sallyport.contract.onpremise.DialledAnswer;
import io.sallyport.contract.onpremise.DialledOrder;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One connection to a decrypt node, which sends one order at a time over it. */
final class DialledLine implements WebSocket.Listener {
  private static final Logger LOG = Logger.getLogger(DialledLine.class.getName());
  private static final Duration BRIEF = Duration.ofSeconds(5);

  private final Orders orders;
  private final Jsonb jsonb;
  private final Executor workers;
  private final Instant opened = Instant.now();
  private final StringBuilder text = new StringBuilder();
  private volatile WebSocket socket;
  private volatile boolean busy;
  private volatile boolean closed;
  private volatile boolean answered = true;
  private volatile boolean used;
  private volatile String reason = "";

  DialledLine(Orders orders, Jsonb jsonb, Executor workers) {
    this.orders = orders;
    this.jsonb = jsonb;
    this.workers = workers;
  }

  boolean isIdle() {
    return !busy && !closed;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether it ended before it was of any use. */
  boolean wasBrief() {
    return closed && !used && !isOld();
  }

  /** Whether it is of use. */
  boolean isProven() {
    return !closed && (used || isOld());
  }

  /** Whether it was opened after that. */
  boolean isSince(Instant moment) {
    return opened.isAfter(moment);
  }

  private boolean isOld() {
    return Duration.between(opened, Instant.now()).compareTo(BRIEF) > 0;
  }

  /** Why the other side closed it. */
  String reason() {
    return reason;
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    opened.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    if (busy || text.length() + data.length() > DialledOrder.LONGEST) {
      abort();
      return null;
    }
    text.append(data);
    if (last) {
      String message = text.toString();
      text.setLength(0);
      busy = true;
      workers.execute(() -> serve(message));
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    // Nobody who knows us sends any.
    abort();
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    answered = true;
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    this.reason = reason;
    closed = true;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable thrown) {
    reason = thrown.toString();
    closed = true;
  }

  /**
   * Says that this node is there, and asks whether the other side is: ends it, if that has not
   * answered the last time.
   */
  void pulse() {
    if (busy || closed) {
      return;
    }
    if (!answered) {
      abort();
      return;
    }
    answered = false;
    socket
        .sendPing(ByteBuffer.allocate(0))
        .thenCompose(pinged -> pinged.sendPong(ByteBuffer.allocate(0)));
  }

  void abort() {
    closed = true;
    socket.abort();
  }

  private void serve(String message) {
    try (Orders.Answer answer = taken(message);
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(new Pieces(), DialledOrder.PIECE))) {
      out.writeUTF(
          jsonb.toJson(
              new DialledAnswer(
                  answer.status(),
                  answer.receipt(),
                  ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.RFC_1123_DATE_TIME),
                  answer.head())));
      answer.content().writeTo(out);
      out.flush();
      // Free from now on: the next order may come before this call returns.
      answered = true;
      used = true;
      busy = false;
      join(() -> socket.sendText("", true));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.INFO, "A connection that an order came over broke off", e);
      abort();
    }
  }

  private Orders.Answer taken(String message) {
    try {
      DialledOrder order = jsonb.fromJson(message, DialledOrder.class);
      return orders.take(order.signature(), order.order().getBytes(StandardCharsets.UTF_8));
    } catch (NotGenuine | JsonbException e) {
      // Why, only whoever runs this node may know.
      LOG.warning(() -> "An order over a connection of ours was refused: " + e.getMessage());
      return orders.refusal();
    }
  }

  /** Waits until it is sent, so that no more is in memory than that. */
  private static void join(Sending sending) throws IOException {
    try {
      sending.begun().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  /** Begins to send. */
  @FunctionalInterface
  private interface Sending {
    CompletionStage<WebSocket> begun();
  }

  /** What is written goes in binary messages. */
  private final class Pieces extends OutputStream {
    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      for (int done = 0; done < length; done += DialledOrder.PIECE) {
        ByteBuffer piece =
            ByteBuffer.wrap(from, offset + done, Math.min(DialledOrder.PIECE, length - done));
        join(() -> socket.sendBinary(piece, true));
      }
    }
  }
}
