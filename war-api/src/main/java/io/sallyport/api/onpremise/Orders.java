package io.sallyport.api.onpremise;

import io.sallyport.api.order.Certificates;
import io.sallyport.api.order.Identity;
import io.sallyport.api.order.NotGenuine;
import io.sallyport.api.order.OrderSignature;
import io.sallyport.api.order.Receipt;
import io.sallyport.api.order.Receipt.Part;
import io.sallyport.api.order.ReceiptedContent;
import io.sallyport.api.order.Sha256;
import io.sallyport.api.wire.WireAnswer;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.Problems;
import io.sallyport.contract.onpremise.NodeOrder;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes orders, however they came here, and answers them with a receipt. Whoever's order is not
 * genuine gets none.
 */
@ApplicationScoped
public class Orders {
  /** The type of all answers but problems. */
  static final String JSON = "application/json";

  private static final Logger LOG = Logger.getLogger(Orders.class.getName());
  private static final int OK = 200;

  private final Jsonb jsonb = JsonbBuilder.create();
  private final Clock clock = Clock.systemUTC();

  @Inject private OwnRules rules;
  @Inject private OwnIdentity identity;
  @Inject private OwnTrail trail;
  @Inject private Work work;

  private OrderCheck check;

  /**
   * An answer, which whoever has it closes.
   *
   * @param status HTTP status
   * @param type of its content
   * @param receipt ours; null for whoever is refused
   * @param head how AWS's answer to a tool begins, in Base64; null for all other answers
   * @param content what follows, written once
   * @param open what it is read from; null where it is here already
   */
  record Answer(
      int status, String type, String receipt, String head, Content content, WireAnswer open)
      implements Closeable {
    Answer(int status, String type, String receipt, byte[] content) {
      this(status, type, receipt, null, out -> out.write(content), null);
    }

    @Override
    public void close() {
      WireAnswer.close(open);
    }
  }

  /** What is written once. */
  @FunctionalInterface
  interface Content {
    /** Writes it. */
    void writeTo(OutputStream out) throws IOException;
  }

  @PostConstruct
  void remember() {
    check =
        new OrderCheck(
            rules.tenant(),
            rules.node(),
            identity::ordering,
            rules::mayOrder,
            Orders::uptime,
            clock);
  }

  private static Duration uptime() {
    return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
  }

  /**
   * Does what an order says.
   *
   * @param compact the order's signature
   * @throws NotGenuine when it is nobody's who may order, for this node's own log
   */
  Answer take(String compact, byte[] body) throws NotGenuine {
    OrderSignature signature = check.check(compact, body);
    // One for all of an order: a certificate that is renewed meanwhile is not known to whoever
    // asks.
    Identity own = identity.current();
    Object done;
    String known = null;
    try {
      NodeOrder order = jsonb.fromJson(new String(body, StandardCharsets.UTF_8), NodeOrder.class);
      known = order.knownSequence() == 0 ? null : trail.hashAt(order.knownSequence()).orElse(null);
      done =
          work.done(
              order,
              new Work.Origin(
                  Certificates.onlyUri(signature.certificate())
                      .substring(Certificates.DECRYPT_NODE.length()),
                  Map.of("order", signature.id().toString(), "body", signature.body())));
    } catch (JsonbException e) {
      // A decrypt node of ours signed it: it is of a release that this one does not know.
      done = Problem.of(ErrorCode.REQUEST_MALFORMED);
    } catch (RuntimeException e) {
      done = problem(e);
    }
    return done instanceof WireAnswer wire
        ? streamed(own, signature.id(), wire, known)
        : whole(own, signature.id(), done, known);
  }

  private static Problem problem(RuntimeException thrown) {
    Problem problem = Problems.from(thrown);
    if (problem.errorCode() == ErrorCode.INTERNAL) {
      LOG.log(Level.SEVERE, "SP-INTERNAL", thrown);
    }
    return problem;
  }

  private Answer whole(Identity own, UUID order, Object done, String known) {
    byte[] content = json(done);
    int status = done instanceof Problem problem ? problem.status() : OK;
    return new Answer(
        status,
        done instanceof Problem ? Problem.MEDIA_TYPE : JSON,
        receipt(own, Part.WHOLE, order, status, Sha256.of(content), known),
        content);
  }

  private Answer streamed(Identity own, UUID order, WireAnswer wire, String known) {
    try {
      byte[] head = json(wire.head());
      return new Answer(
          OK,
          "application/octet-stream",
          receipt(own, Part.HEAD, order, OK, Sha256.of(head), known),
          Base64.getEncoder().encodeToString(head),
          out ->
              ReceiptedContent.write(
                  wire.content(), out, hash -> receipt(own, Part.END, order, OK, hash, known)),
          wire);
    } catch (RuntimeException e) {
      WireAnswer.close(wire);
      throw e;
    }
  }

  /** What whoever is refused gets: one and the same for every reason. */
  Answer refusal() {
    byte[] content = json(Problem.of(ErrorCode.NODE_REFUSED));
    return new Answer(403, Problem.MEDIA_TYPE, null, content);
  }

  private byte[] json(Object content) {
    return jsonb.toJson(content).getBytes(StandardCharsets.UTF_8);
  }

  private String receipt(
      Identity own, Part part, UUID order, int status, String hash, String known) {
    TrailFile.Head head = trail.head();
    return new Receipt(part, order, status, hash, head.sequence(), head.hash(), Work.RELEASE, known)
        .signedBy(own, clock.instant());
  }
}
