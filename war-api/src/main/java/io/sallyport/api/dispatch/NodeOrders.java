package io.sallyport.api.dispatch;

import io.sallyport.api.order.NotGenuine;
import io.sallyport.api.order.OrderSignature;
import io.sallyport.api.order.Receipt;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.onpremise.EnrolledNode;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.onpremise.NodeRecords;
import io.sallyport.contract.vault.OnPremiseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/**
 * Gives orders to companies' nodes and takes their answers: signed by us, done once, with a receipt
 * of the node that was enrolled, or not used. What failed on the way may have been done: nothing is
 * sent again by itself.
 */
@ApplicationScoped
public class NodeOrders {
  private static final Logger LOG = Logger.getLogger(NodeOrders.class.getName());
  private static final int FORBIDDEN = 403;
  private static final int OK = 200;
  private static final Duration DIFFERENCE = Duration.ofSeconds(30);

  private final Jsonb jsonb = JsonbBuilder.create();
  private final Clock clock = Clock.systemUTC();

  @Inject private NodeRecords records;
  @Inject private NodeConnections connections;
  @Inject private OwnIdentity own;

  /**
   * What a node answered.
   *
   * @param answer of the kind that was asked for
   * @param receipt the node's
   */
  public record Done<T>(T answer, Receipt receipt) {
    /** For our own trail: where in the node's the order stands. */
    public String trace() {
      return receipt.sequence() + ":" + receipt.head();
    }
  }

  /**
   * The node as it was enrolled.
   *
   * @throws ProblemException {@code SP-NODE-UNKNOWN}, {@code SP-NODE-NOT-ENROLLED}, {@code
   *     SP-NODE-REVOKED}
   */
  public EnrolledNode node(Actor actor, OnPremiseAccess access) {
    return records.enrolled(actor, access.node());
  }

  /**
   * Has an order done.
   *
   * @throws ProblemException the node's own, or {@code SP-NODE-…} naming what is wrong with it
   */
  public <T> Done<T> give(
      Actor actor, OnPremiseAccess access, EnrolledNode node, NodeOrder order, Class<T> kind) {
    byte[] body = jsonb.toJson(order).getBytes(StandardCharsets.UTF_8);
    UUID id = UUID.randomUUID();
    String signature =
        OrderSignature.sign(own.identity(), id, actor.tenantId(), node.id(), body, clock.instant());
    NodeConnections.Answer answer = send(access, node, signature, body);
    Receipt receipt = receipt(node, id, answer);
    records.receipt(actor, node.id(), receipt.sequence(), receipt.head(), receipt.release());
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    try {
      if (answer.status() != OK) {
        throw new ProblemException(jsonb.fromJson(text, Problem.class));
      }
      return new Done<>(jsonb.fromJson(text, kind), receipt);
    } catch (JsonbException e) {
      throw new ProblemException(ErrorCode.NODE_NOT_TRUSTED, e);
    }
  }

  /**
   * Whether the node refuses an order that was changed after it was signed.
   *
   * @throws ProblemException {@code SP-NODE-UNREACHABLE} and its like
   */
  public boolean refusesWhatWasChanged(
      Actor actor, OnPremiseAccess access, EnrolledNode node, NodeOrder order) {
    byte[] body = jsonb.toJson(order).getBytes(StandardCharsets.UTF_8);
    String signature =
        OrderSignature.sign(
            own.identity(),
            UUID.randomUUID(),
            actor.tenantId(),
            node.id(),
            (jsonb.toJson(order) + " ").getBytes(StandardCharsets.UTF_8),
            clock.instant());
    return send(access, node, signature, body).status() == FORBIDDEN;
  }

  private NodeConnections.Answer send(
      OnPremiseAccess access, EnrolledNode node, String signature, byte[] body) {
    try {
      return connections.send(access, node, signature, body);
    } catch (AddressRefused e) {
      throw new ProblemException(ErrorCode.NODE_ADDRESS_REFUSED, e);
    } catch (IOException e) {
      LOG.info(() -> "No answer from node " + node.id() + ": " + e);
      throw new ProblemException(
          isSomebodyElse(e) ? ErrorCode.NODE_NOT_TRUSTED : ErrorCode.NODE_UNREACHABLE, e);
    }
  }

  /** The FIPS module's handshake ends with an exception of its own, caused by the certificate. */
  private static boolean isSomebodyElse(IOException thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof SSLException || each instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private Receipt receipt(EnrolledNode node, UUID order, NodeConnections.Answer answer) {
    if (answer.receipt() == null && answer.status() == FORBIDDEN) {
      throw new ProblemException(
          Problem.of(ErrorCode.NODE_REFUSED, difference(answer.date()), null, null));
    }
    try {
      return Receipt.read(
          answer.receipt(), node.certificates(), order, answer.status(), answer.body());
    } catch (NotGenuine e) {
      LOG.warning(() -> "An answer of node " + node.id() + " is not used: " + e.getMessage());
      throw new ProblemException(ErrorCode.NODE_NOT_TRUSTED, e);
    }
  }

  /** A hint, not signed: what the node's clock says, where it is far from ours. */
  private String difference(String date) {
    try {
      Duration ahead =
          Duration.between(
              clock.instant(),
              ZonedDateTime.parse(String.valueOf(date), DateTimeFormatter.RFC_1123_DATE_TIME)
                  .toInstant());
      return ahead.abs().compareTo(DIFFERENCE) > 0
          ? "Its clock seems to be %d seconds %s ours."
              .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of")
          : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
