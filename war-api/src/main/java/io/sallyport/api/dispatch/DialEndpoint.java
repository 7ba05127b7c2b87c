package io.sallyport.api.dispatch;

import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.onpremise.DialledOrder;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.security.Principal;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where companies' nodes open connections to us, over which we send them orders. Whoever is let in
 * says who they are by their certificate alone.
 */
@Dependent
@ServerEndpoint(DialledOrder.PATH)
public class DialEndpoint {
  /** How a node's principal is named, before its id, a colon and its certificate's fingerprint. */
  public static final String NODE_NAME = "onprem-node:";

  private static final Logger LOG = Logger.getLogger(DialEndpoint.class.getName());
  private static final int LONGEST_TEXT = 16 * 1024;

  @Inject private DialledLines lines;
  @Inject private DialIn dialIn;

  private volatile DialledLine line;

  /** A node has opened one: it stays open, or is closed at once. */
  @OnOpen
  public void open(Session session) throws IOException {
    Principal principal = session.getUserPrincipal();
    String[] parts = principal == null ? new String[0] : principal.getName().split(":", 3);
    try {
      if (parts.length != 3 || !principal.getName().startsWith(NODE_NAME)) {
        throw new IllegalArgumentException("no node's connection");
      }
      NodeId node = NodeId.parse(parts[1]);
      session.setMaxTextMessageBufferSize(LONGEST_TEXT);
      session.setMaxBinaryMessageBufferSize(DialledOrder.PIECE);
      session.setMaxIdleTimeout(0);
      line = lines.opened(session, dialIn.admit(node, parts[2]), node, parts[2]);
    } catch (ProblemException | IllegalArgumentException e) {
      LOG.warning(() -> "A connection was not let in: " + e.getMessage());
      session.close(new CloseReason(CloseReason.CloseCodes.VIOLATED_POLICY, "SP-NODE-REFUSED"));
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "SP-INTERNAL", e);
      session.close(new CloseReason(CloseReason.CloseCodes.TRY_AGAIN_LATER, "SP-INTERNAL"));
    }
  }

  /** How an answer begins, or its end. */
  @OnMessage(maxMessageSize = LONGEST_TEXT)
  public void text(String message) {
    take(message);
  }

  /** A piece of an answer. */
  @OnMessage(maxMessageSize = DialledOrder.PIECE)
  public void piece(byte[] message) {
    take(message);
  }

  /** The node is there. */
  @OnMessage
  public void pong(PongMessage message) {
    if (line != null) {
      line.answered();
    }
  }

  private void take(Object message) {
    if (line != null) {
      line.arrived(message);
    }
  }

  /** It has ended. */
  @OnClose
  public void close() {
    if (line != null) {
      lines.closed(line);
    }
  }

  /** It has broken off. */
  @OnError
  public void error(Session session, Throwable thrown) throws IOException {
    LOG.log(Level.FINE, "A node's connection broke off", thrown);
    close();
    session.close();
  }
}
