package io.sallyport.api.dispatch;

import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.onpremise.DialledOrder;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.security.Principal;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where companies' nodes open connections to us, over which we send them orders. Whoever is let in
 * says who they are by their certificate alone. Messages are taken in parts, as they come: Liberty
 * bounds each part, and not what it would put together of them.
 */
@Dependent
public class DialEndpoint extends Endpoint {
  /** How a node's principal is named, before its id, a colon and its certificate's fingerprint. */
  public static final String NODE_NAME = "onprem-node:";

  private static final Logger LOG = Logger.getLogger(DialEndpoint.class.getName());

  @Inject private DialledLines lines;
  @Inject private DialIn dialIn;

  private volatile DialledLine line;

  /** A node has opened one: it stays open, or is closed at once. */
  @Override
  public void onOpen(Session session, EndpointConfig config) {
    // Also for whoever is refused: Liberty keeps what comes for nobody until the connection ends.
    listen(session);
    Principal principal = session.getUserPrincipal();
    String[] parts = principal == null ? new String[0] : principal.getName().split(":", 3);
    try {
      if (parts.length != 3 || !principal.getName().startsWith(NODE_NAME)) {
        throw new IllegalArgumentException("no node's connection");
      }
      NodeId node = NodeId.parse(parts[1]);
      session.setMaxIdleTimeout(0);
      line = lines.opened(session, dialIn.admit(node, parts[2]), node, parts[2]);
    } catch (ProblemException | IllegalArgumentException e) {
      LOG.warning(() -> "A connection was not let in: " + e.getMessage());
      close(session, CloseReason.CloseCodes.VIOLATED_POLICY, "SP-NODE-REFUSED");
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "SP-INTERNAL", e);
      close(session, CloseReason.CloseCodes.TRY_AGAIN_LATER, "SP-INTERNAL");
    }
  }

  private void listen(Session session) {
    session.setMaxTextMessageBufferSize(DialledOrder.PIECE);
    session.setMaxBinaryMessageBufferSize(DialledOrder.PIECE);
    session.addMessageHandler(
        byte[].class,
        (MessageHandler.Partial<byte[]>)
            (part, last) -> {
              if (line != null) {
                line.arrived(part);
              }
            });
    session.addMessageHandler(
        String.class,
        (MessageHandler.Partial<String>)
            (part, last) -> {
              if (line != null && part.isEmpty() && last) {
                line.ended();
              } else if (line != null) {
                line.close();
              }
            });
    session.addMessageHandler(
        PongMessage.class,
        (MessageHandler.Whole<PongMessage>)
            message -> {
              if (line != null) {
                line.heard();
              }
            });
  }

  private static void close(Session session, CloseReason.CloseCode code, String why) {
    try {
      session.close(new CloseReason(code, why));
    } catch (IOException e) {
      LOG.log(Level.FINE, "It is closed", e);
    }
  }

  /** It has ended. */
  @Override
  public void onClose(Session session, CloseReason reason) {
    if (line != null) {
      lines.closed(line);
    }
  }

  /** It has broken off. */
  @Override
  public void onError(Session session, Throwable thrown) {
    LOG.log(Level.FINE, "A node's connection broke off", thrown);
    onClose(session, null);
    close(session, CloseReason.CloseCodes.UNEXPECTED_CONDITION, "");
  }
}
