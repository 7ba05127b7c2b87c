package io.sallyport.api.verification;

import io.sallyport.contract.connection.DueConnections;
import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.contract.vault.SealSignal;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tests connections again when they are due, on whichever unsealed decrypt node takes them first: a
 * role that has become unsafe meanwhile is not used any more from then on. The trail has each test,
 * as done by a node.
 */
@Singleton
@Startup
@RunAs("decrypt-node")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Reverification {
  private static final Logger LOG = Logger.getLogger(Reverification.class.getName());

  /** So many in a row; then other timers, and other nodes, have their turn. */
  private static final int AT_MOST = 20;

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private SealSignal vault;
  @Inject private DueConnections due;
  @Inject private Verifier verifier;

  @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
  void look() {
    if (NodeKind.of(kind) != NodeKind.DECRYPT) {
      return;
    }
    try {
      for (int tested = 0; tested < AT_MOST && vault.isOpen(); tested++) {
        Optional<DueConnections.Due> next = due.claim();
        if (next.isEmpty()) {
          return;
        }
        test(next.get());
      }
    } catch (RuntimeException e) {
      // The database or AWS may be away: whatever was claimed is due again in a quarter of an hour.
      LOG.log(Level.WARNING, "No connection can be tested again now: " + e.getMessage());
    }
  }

  private void test(DueConnections.Due next) {
    verifier.verify(
        new VerificationOrder(
            RequestId.random().value(),
            new Actor(next.tenant().value(), PersonId.NODE.value()),
            next.connection().value()));
  }
}
