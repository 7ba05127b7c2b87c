package io.sallyport.api.dispatch;

import io.sallyport.api.order.Sha256;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.EnrolledNode;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Connections that companies' nodes hold to this decrypt node: of each node at most 40, of which
 * those are used that it opened with a certificate that is still good.
 */
@ApplicationScoped
public class DialledLines {
  private static final int MOST = 40;
  private static final long WAIT_SECONDS = 3;

  private final Jsonb jsonb = JsonbBuilder.create();
  private final Map<NodeId, Lines> nodes = new ConcurrentHashMap<>();

  /** All of a node's, and those that no order is on. */
  private record Lines(Set<DialledLine> all, BlockingQueue<DialledLine> free) {}

  /** A node that holds connections to us, and of which company. */
  record Holder(TenantId tenant, NodeId node) {}

  /** A node has opened one, which is let in. */
  DialledLine opened(Session session, TenantId tenant, NodeId node, String fingerprint) {
    Lines lines =
        nodes.computeIfAbsent(
            node, any -> new Lines(ConcurrentHashMap.newKeySet(), new LinkedBlockingQueue<>()));
    if (lines.all().size() >= MOST) {
      throw new ProblemException(ErrorCode.NODE_REFUSED);
    }
    DialledLine line =
        new DialledLine(session, tenant, node, fingerprint, jsonb, lines.free()::add);
    lines.all().add(line);
    lines.free().add(line);
    return line;
  }

  /** One has ended. */
  void closed(DialledLine line) {
    line.broken();
    Lines lines = nodes.get(line.node());
    if (lines != null) {
      lines.all().remove(line);
      lines.free().remove(line);
    }
  }

  /** Who holds connections to us now. */
  Set<Holder> holders() {
    Set<Holder> holders = ConcurrentHashMap.newKeySet();
    nodes
        .values()
        .forEach(
            lines ->
                lines.all().stream()
                    .filter(DialledLine::isOpen)
                    .map(line -> new Holder(line.tenant(), line.node()))
                    .forEach(holders::add));
    return holders;
  }

  /** Ends those whose nodes are not there any more. */
  void pulse() {
    nodes.values().forEach(lines -> lines.all().forEach(DialledLine::pulse));
  }

  /** Ends those that were opened with a certificate that is not good any more. */
  void keepOnly(NodeId node, Set<String> fingerprints) {
    Lines lines = nodes.get(node);
    if (lines != null) {
      lines.all().stream()
          .filter(line -> !fingerprints.contains(line.fingerprint()))
          .forEach(DialledLine::close);
    }
  }

  /**
   * Sends an order over one of them, once.
   *
   * @throws ProblemException {@code SP-NODE-NOT-DIALLED} when the node holds none to this node of
   *     ours, or none that is free: nothing was sent
   */
  NodeAnswer send(EnrolledNode node, String signature, byte[] body, boolean streams)
      throws IOException {
    Set<String> good = fingerprints(node);
    Lines lines = nodes.get(node.id());
    while (lines != null && !lines.all().isEmpty()) {
      DialledLine line = free(lines);
      if (line == null) {
        break;
      }
      if (line.isOpen() && good.contains(line.fingerprint())) {
        return line.send(signature, body, streams);
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
  }
}
