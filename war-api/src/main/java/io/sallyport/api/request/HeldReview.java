package io.sallyport.api.request;

import io.sallyport.api.credentials.HeldSessions;
import io.sallyport.api.credentials.Soundness;
import io.sallyport.api.dispatch.HeldAccess;
import io.sallyport.contract.connection.DueConnections;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.node.NodeKind;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Forgets what this node holds of connections that were removed, sealed anew or found unsound
 * meanwhile, perhaps by another node, also when nobody asks through them any more. Until then it is
 * held and not used: each request looks first how its connection stands.
 */
@Singleton
@RunAs("decrypt-node")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class HeldReview {
  private static final Logger LOG = Logger.getLogger(HeldReview.class.getName());

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private HeldSessions sessions;
  @Inject private HeldAccess nodes;
  @Inject private HeldAnswers answers;
  @Inject private DueConnections connections;

  @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
  void look() {
    if (NodeKind.of(kind) != NodeKind.DECRYPT) {
      return;
    }
    Set<ConnectionId> held = new HashSet<>(sessions.connections());
    held.addAll(nodes.connections());
    held.addAll(answers.connections());
    if (held.isEmpty()) {
      return;
    }
    try {
      Soundness now = new Soundness(held, connections.sound(held));
      sessions.review(now);
      nodes.review(now);
      answers.review(now);
    } catch (RuntimeException e) {
      // The database may be away: requests are not let in then, either.
      LOG.log(Level.WARNING, "What is held cannot be compared now: " + e.getMessage());
    }
  }
}
