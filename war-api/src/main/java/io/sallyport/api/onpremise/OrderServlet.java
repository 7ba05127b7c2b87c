package io.sallyport.api.onpremise;

import io.sallyport.api.aws.AwsEndpoint;
import io.sallyport.api.order.Certificates;
import io.sallyport.api.order.NotGenuine;
import io.sallyport.api.order.OrderSignature;
import io.sallyport.api.order.Receipt;
import io.sallyport.api.order.Sha256;
import io.sallyport.contract.address.Network;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.Problems;
import io.sallyport.contract.onpremise.NodeOrder;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where orders arrive. Whoever shows no certificate of a decrypt node does not get through TLS's
 * handshake, or not further than here; whoever comes from elsewhere than agreed, or whose order is
 * not genuine, gets one and the same answer. Only an order that is let in is answered with a
 * receipt.
 */
@WebServlet(urlPatterns = NodeOrder.PATH, loadOnStartup = 1)
public class OrderServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Logger.getLogger(OrderServlet.class.getName());
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
  private static final String JSON = "application/json";

  private final transient Jsonb jsonb = JsonbBuilder.create();
  private final transient Clock clock = Clock.systemUTC();

  @Inject private transient OwnRules rules;
  @Inject private transient OwnIdentity identity;
  @Inject private transient OwnTrail trail;
  @Inject private transient Work work;
  @Inject private transient AwsEndpoint endpoint;

  private transient OrderCheck check;

  /**
   * Reads all settings. Liberty would go on without this servlet: a node with a wrong setting ends
   * instead, so that whoever started it sees that.
   */
  @Override
  public void init() {
    try {
      Instant since = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
      check = new OrderCheck(rules.tenant(), rules.node(), identity::ordering, since, clock);
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
    OrderSignature signature;
    byte[] body;
    try {
      requireDecryptNode(request);
      requireAddress(request);
      body = body(request);
      signature = check.check(request.getHeader(NodeOrder.SIGNATURE), body);
    } catch (NotGenuine e) {
      // Why, only whoever runs this node may know.
      LOG.warning(
          () -> "An order from %s was refused: %s".formatted(request.getRemoteAddr(), reason(e)));
      answer(response, Problem.of(ErrorCode.NODE_REFUSED), 403);
      return;
    }
    answer(response, signature, body);
  }

  private static String reason(NotGenuine e) {
    return e.getMessage() + (e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")");
  }

  private static void requireDecryptNode(HttpServletRequest request) throws NotGenuine {
    X509Certificate[] chain = (X509Certificate[]) request.getAttribute(CERTIFICATES);
    String uri = chain == null || chain.length == 0 ? "" : Certificates.onlyUri(chain[0]);
    if (!uri.startsWith(OrderCheck.DECRYPT_NODE)) {
      throw new NotGenuine("the connection's certificate is no decrypt node's: \"" + uri + "\"");
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

  private void answer(HttpServletResponse response, OrderSignature signature, byte[] body)
      throws IOException {
    int status = HttpServletResponse.SC_OK;
    String type = JSON;
    Object content;
    String known = null;
    try {
      NodeOrder order = jsonb.fromJson(new String(body, StandardCharsets.UTF_8), NodeOrder.class);
      known = order.knownSequence() == 0 ? null : trail.hashAt(order.knownSequence()).orElse(null);
      content =
          work.done(
              order,
              Certificates.onlyUri(signature.certificate())
                  .substring(OrderCheck.DECRYPT_NODE.length()));
    } catch (JsonbException e) {
      // A decrypt node of ours signed it: it is of a release that this one does not know.
      content = Problem.of(ErrorCode.REQUEST_MALFORMED);
    } catch (RuntimeException e) {
      Problem problem = Problems.from(e);
      if (problem.errorCode() == ErrorCode.INTERNAL) {
        LOG.log(Level.SEVERE, "SP-INTERNAL", e);
      }
      content = problem;
    }
    if (content instanceof Problem problem) {
      status = problem.status();
      type = Problem.MEDIA_TYPE;
    }
    byte[] answer = jsonb.toJson(content).getBytes(StandardCharsets.UTF_8);
    TrailFile.Head head = trail.head();
    Receipt receipt =
        new Receipt(
            signature.id(),
            status,
            Sha256.of(answer),
            head.sequence(),
            head.hash(),
            Work.RELEASE,
            known);
    response.setHeader(NodeOrder.RECEIPT, receipt.signedBy(identity.current(), clock.instant()));
    write(response, status, type, answer);
  }

  private void answer(HttpServletResponse response, Problem problem, int status)
      throws IOException {
    write(
        response,
        status,
        Problem.MEDIA_TYPE,
        jsonb.toJson(problem).getBytes(StandardCharsets.UTF_8));
  }

  private static void write(HttpServletResponse response, int status, String type, byte[] content)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }
}
