package io.sallyport.api.onpremise;

import io.sallyport.api.aws.AwsEndpoint;
import io.sallyport.api.order.Certificates;
import io.sallyport.api.order.NotGenuine;
import io.sallyport.contract.address.Network;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.request.AnswerHead;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where orders arrive. Whoever shows no certificate of a decrypt node does not get through TLS's
 * handshake, or not further than here; whoever comes from elsewhere than agreed, or whose order is
 * not genuine, gets one and the same answer. Only an order that is let in is answered with a
 * receipt. It stands in {@code web.xml}, under {@link NodeOrder#PATH}.
 */
public class OrderServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(OrderServlet.class.getName());
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  @Inject private transient OwnRules rules;
  @Inject private transient OwnIdentity identity;
  @Inject private transient OwnTrail trail;
  @Inject private transient Orders orders;
  @Inject private transient Dialling dialling;
  @Inject private transient Examination examination;
  @Inject private transient AwsEndpoint endpoint;

  /**
   * Reads all settings. Liberty would go on without this servlet: a node with a wrong setting ends
   * instead, so that whoever started it sees that.
   */
  @Override
  public void init() {
    try {
      String ready =
          "Node %s, certificate until %s, trail at entry %d, asks %s, allows %s in %s"
              .formatted(
                  rules.node(),
                  identity.current().certificate().getNotAfter().toInstant(),
                  trail.head().sequence(),
                  endpoint,
                  rules.operations(),
                  rules.regions());
      LOG.info(ready);
      dialling.begin();
      examination.begin();
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "This node does not start: " + e.getMessage(), e);
      // From a thread of its own: ending waits for this one.
      new Thread(() -> System.exit(1), "end").start();
      throw e;
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Orders.Answer answer;
    try {
      requireDecryptNode(request);
      requireAddress(request);
      answer = orders.take(request.getHeader(NodeOrder.SIGNATURE), body(request));
    } catch (NotGenuine e) {
      // Why, only whoever runs this node may know.
      LOG.warning(
          () -> "An order from %s was refused: %s".formatted(request.getRemoteAddr(), reason(e)));
      answer = orders.refusal();
    }
    try (Orders.Answer closing = answer) {
      answer(response, closing);
    }
  }

  private static String reason(NotGenuine e) {
    return e.getMessage() + (e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")");
  }

  private void requireDecryptNode(HttpServletRequest request) throws NotGenuine {
    X509Certificate[] chain = (X509Certificate[]) request.getAttribute(CERTIFICATES);
    if (chain == null || chain.length == 0 || !rules.mayOrder(chain[0])) {
      String uri = chain == null || chain.length == 0 ? "" : Certificates.onlyUri(chain[0]);
      throw new NotGenuine(
          "the connection's certificate is no decrypt node's, or a lost one: \"" + uri + "\"");
    }
  }

  private void requireAddress(HttpServletRequest request) throws NotGenuine {
    try {
      List<InetAddress> forwarded = new ArrayList<>();
      for (String line : Collections.list(request.getHeaders("X-Forwarded-For"))) {
        for (String each : line.split(",", -1)) {
          forwarded.add(literal(each.strip()));
        }
      }
      if (!rules.admits(literal(request.getRemoteAddr()), forwarded)) {
        throw new NotGenuine("not from one of " + OwnRules.NETWORKS);
      }
    } catch (IllegalArgumentException e) {
      throw new NotGenuine("from an address that cannot be read", e);
    }
  }

  /** Never looked up. */
  private static InetAddress literal(String text) {
    return Network.parse(text).first();
  }

  private static byte[] body(HttpServletRequest request) throws IOException, NotGenuine {
    byte[] body = request.getInputStream().readNBytes(NodeOrder.LONGEST + 1);
    if (body.length > NodeOrder.LONGEST) {
      throw new NotGenuine("too long");
    }
    return body;
  }

  private static void answer(HttpServletResponse response, Orders.Answer answer)
      throws IOException {
    response.setStatus(answer.status());
    response.setContentType(answer.type());
    if (answer.receipt() != null) {
      response.setHeader(NodeOrder.RECEIPT, answer.receipt());
    }
    if (answer.head() != null) {
      response.setHeader(AnswerHead.HEADER, answer.head());
    }
    answer.content().writeTo(response.getOutputStream());
  }
}
