package io.sallyport.api.dispatch;

import io.sallyport.api.order.Sha256;
import io.sallyport.api.running.RunningRequests;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.DialledOrder;
import io.sallyport.contract.onpremise.EnrolledNode;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Connections that companies' nodes hold to this decrypt node: a few of each node, and of one
 * company, of which those are used that were opened with a certificate that is still good.
 */
@ApplicationScoped
public class DialledLines {
  /** What one holds may take memory, if whoever holds it wants that. */
  private static final int OF_A_COMPANY = 2 * DialledOrder.MOST;

  /** Also for those that end while they are free, until somebody takes them. */
  private static final int ROOM = 8 * DialledOrder.MOST;

  private static final long WAIT_SECONDS = 3;

  private final Jsonb jsonb = JsonbBuilder.create();
  private final Map<NodeId, Lines> nodes = new ConcurrentHashMap<>();
  private final ExecutorService closers = Executors.newCachedThreadPool();

  @Inject private RunningRequests running;

  /** All of a node's, and those that no order is on, which go to whoever has waited longest. */
  private record Lines(Set<DialledLine> all, BlockingQueue<DialledLine> free) {}

  /** A node that holds connections to us, and of which company. */
  record Holder(TenantId tenant, NodeId node) {}

  /** A node has opened one, which is let in. */
  synchronized DialledLine opened(
      Session session, TenantId tenant, NodeId node, String fingerprint) {
    Lines lines =
        nodes.computeIfAbsent(
            node,
            any -> new Lines(ConcurrentHashMap.newKeySet(), new ArrayBlockingQueue<>(ROOM, true)));
    boolean ready = lines.all().size() >= DialledOrder.READY;
    if (lines.all().size() >= DialledOrder.MOST || (ready && count(tenant) >= OF_A_COMPANY)) {
      throw new ProblemException(ErrorCode.NODE_REFUSED);
    }
    DialledLine line =
        new DialledLine(
            session,
            tenant,
            node,
            fingerprint,
            jsonb,
            freed -> free(lines, freed),
            closing -> closers.execute(closing::closeNow));
    lines.all().add(line);
    free(lines, line);
    return line;
  }

  private static void free(Lines lines, DialledLine line) {
    if (!lines.free().offer(line)) {
      line.close();
    }
  }

  private long count(TenantId tenant) {
    return nodes.values().stream()
        .flatMap(lines -> lines.all().stream())
        .filter(line -> line.tenant().equals(tenant))
        .count();
  }

  /** One has ended. */
  synchronized void closed(DialledLine line) {
    line.broken();
    nodes.computeIfPresent(
        line.node(),
        (node, lines) -> {
          lines.all().remove(line);
          lines.free().remove(line);
          // A node that holds none is not kept: there may be any number of them.
          return lines.all().isEmpty() ? null : lines;
        });
  }

  /** Who holds connections to us now. */
  Set<Holder> holders() {
    return nodes.values().stream()
        .flatMap(lines -> lines.all().stream())
        .filter(DialledLine::isOpen)
        .map(line -> new Holder(line.tenant(), line.node()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Ends those whose nodes are not there any more. */
  void endSilent() {
    nodes
        .values()
        .forEach(
            lines ->
                lines.all().stream().filter(DialledLine::isSilent).forEach(DialledLine::close));
  }

  /**
   * Ends those that were opened with a certificate that is not good any more: of a node that was
   * only renewed, each when what it is just sending has come to its end, and no order is sent over
   * it; of one without any good certificate, at once.
   */
  void keepOnly(NodeId node, Set<String> fingerprints) {
    Lines lines = nodes.get(node);
    if (lines != null) {
      lines.all().stream()
          .filter(line -> !fingerprints.contains(line.fingerprint()))
          .filter(line -> fingerprints.isEmpty() || !line.isBusy())
          .forEach(DialledLine::close);
    }
  }

  /**
   * Sends an order over one of them, once.
   *
   * @throws ProblemException {@code SP-NODE-NOT-DIALLED} when the node holds none to this node of
   *     ours, {@code SP-CONNECTION-BUSY} when an order is on each: nothing was sent then
   */
  NodeAnswer send(EnrolledNode node, String signature, byte[] body) throws IOException {
    Set<String> good = fingerprints(node);
    Lines lines = nodes.get(node.id());
    while (lines != null && !lines.all().isEmpty()) {
      DialledLine line = free(lines);
      if (line == null) {
        Lines now = nodes.get(node.id());
        if (now == lines) {
          throw new ProblemException(ErrorCode.CONNECTION_BUSY);
        }
        // All of them ended meanwhile; it may have dialled in again.
        lines = now;
        continue;
      }
      if (line.isOpen() && good.contains(line.fingerprint())) {
        return line.send(signature, body, running::waitsFor);
      }
      line.close();
    }
    throw new ProblemException(ErrorCode.NODE_NOT_DIALLED);
  }

  /** The fingerprints of a node's certificates. */
  static Set<String> fingerprints(EnrolledNode node) {
    return node.certificates().stream().map(Sha256::of).collect(Collectors.toUnmodifiableSet());
  }

  private static DialledLine free(Lines lines) throws IOException {
    try {
      return lines.free().poll(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @PreDestroy
  void close() {
    nodes.values().forEach(lines -> lines.all().forEach(DialledLine::close));
    closers.shutdown();
  }
}
