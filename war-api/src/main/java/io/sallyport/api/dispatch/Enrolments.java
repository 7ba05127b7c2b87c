package io.sallyport.api.dispatch;

import io.sallyport.api.order.Certificates;
import io.sallyport.api.order.NotGenuine;
import io.sallyport.api.order.OwnWish;
import io.sallyport.contract.address.Network;
import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.onpremise.Enrolment;
import io.sallyport.contract.onpremise.EnrolmentOrder;
import io.sallyport.contract.onpremise.NodeIssuer;
import io.sallyport.contract.onpremise.NodeRecords;
import io.sallyport.contract.onpremise.StandingOrder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives companies' nodes their certificates: once for a code, and again for one that they have; and
 * revokes those that ask for it.
 */
@ApplicationScoped
public class Enrolments {
  private static final Logger LOG = Logger.getLogger(Enrolments.class.getName());
  private static final Base64.Encoder PEM =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final Clock clock = Clock.systemUTC();

  @Inject private NodeIssuer issuer;
  @Inject private NodeRecords records;
  @Inject private AuditTrail trail;

  /** Where our orders come from, for nodes' firewalls and their own lists. */
  @Inject
  @ConfigProperty(name = "sallyport.onprem.outgoing")
  private Optional<String> outgoing;

  /** Where nodes that cannot be reached dial in. */
  @Inject
  @ConfigProperty(name = "sallyport.onprem.gates")
  private Optional<String> gates;

  /**
   * Issues.
   *
   * @throws ProblemException {@code SP-ENROLMENT-REFUSED}, {@code SP-ONPREM-OFF}
   */
  public Enrolment enrol(EnrolmentOrder order) {
    NodeId node = new NodeId(order.node());
    byte[] request = decoded(order.request());
    boolean renews = order.proof() == null;
    // Before anything is written or signed: anybody can name a node.
    byte[] shown =
        renews ? requireOwn(OwnWish.RENEWAL, order.actor(), node, order.renewal(), request) : null;
    // Whoever once got the code for it has no part in what the node does by itself.
    Actor by = renews ? new Actor(order.actor().tenant(), PersonId.NODE.value()) : order.actor();
    AuditEntry entry =
        AuditEntry.of(
            by, renews ? AuditAction.NODE_RENEW : AuditAction.NODE_ENROL, node, order.requestId());
    return trail.record(
        entry,
        facts -> {
          // All that can fail comes before a code is used up.
          String networks = networks();
          String authorities = pem(issuer.authority());
          String ordering = pem(issuer.ordering());
          X509Certificate certificate = issuer.issue(node, request);
          Instant end = certificate.getNotAfter().toInstant();
          byte[] der = Certificates.der(certificate);
          if (renews) {
            records.renew(order.actor(), node, der, shown, end, order.release());
          } else {
            records.enrol(order.actor(), node, decoded(order.proof()), der, end, order.release());
          }
          facts.add("until", end.toString());
          facts.add("serial", certificate.getSerialNumber().toString(16));
          return new Enrolment(
              node.toString(),
              order.actor().tenantId().toString(),
              pem(certificate),
              authorities,
              ordering,
              networks,
              gates.orElse(""));
        });
  }

  /**
   * Tells a node that asks whether its certificate is its newest, and good.
   *
   * @throws ProblemException as {@link #leave}, {@code SP-ENROLMENT-REFUSED} also for the one
   *     before
   */
  public void requireStanding(StandingOrder order) {
    NodeId node = new NodeId(order.node());
    Actor itself = new Actor(order.tenant(), PersonId.NODE.value());
    byte[] shown = requireOwn(OwnWish.STANDING, itself, node, order.wish(), named(node));
    if (!Arrays.equals(shown, records.enrolled(itself, node).certificates().get(0))) {
      LOG.warning(() -> "Node " + node + " has not the newest of its certificates");
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED);
    }
  }

  private static byte[] named(NodeId node) {
    return node.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Revokes a node that asks for it itself.
   *
   * @throws ProblemException {@code SP-ENROLMENT-REFUSED}, {@code SP-NODE-REVOKED}, {@code
   *     SP-NODE-NOT-ENROLLED}
   */
  public void leave(StandingOrder order) {
    NodeId node = new NodeId(order.node());
    Actor itself = new Actor(order.tenant(), PersonId.NODE.value());
    byte[] shown = requireOwn(OwnWish.DEPARTURE, itself, node, order.wish(), named(node));
    trail.record(
        AuditEntry.of(itself, AuditAction.NODE_REVOKE, node, order.requestId()),
        () -> {
          records.leave(itself, node, shown);
          return null;
        });
  }

  /** It asks with a certificate of its own that is still good. */
  private byte[] requireOwn(OwnWish wish, Actor actor, NodeId node, String signed, byte[] content) {
    try {
      X509Certificate shown = wish.read(signed, content, clock.instant());
      shown.checkValidity(Date.from(clock.instant()));
      if (records.enrolled(actor, node).certificates().stream()
          .noneMatch(each -> Certificates.isSame(each, shown))) {
        throw new NotGenuine("under another certificate than the node's");
      }
      return Certificates.der(shown);
    } catch (NotGenuine | CertificateException e) {
      LOG.warning(() -> wish + " of node " + node + " was refused: " + e.getMessage());
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED, e);
    }
  }

  private String networks() {
    String networks = outgoing.orElseThrow(() -> new ProblemException(ErrorCode.ONPREM_OFF));
    // What a node could not read is told here.
    Network.list(networks);
    return networks;
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED, e);
    }
  }

  private static String pem(X509Certificate certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + PEM.encodeToString(Certificates.der(certificate))
        + "\n-----END CERTIFICATE-----\n";
  }
}
