package io.sallyport.web.node;

import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.Enrolment;
import io.sallyport.contract.onpremise.EnrolmentOrder;
import io.sallyport.contract.onpremise.StandingOrder;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.contract.request.RunningRequest;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.contract.request.SignedRequest;
import io.sallyport.contract.vault.VaultState;
import io.sallyport.tenancy.limit.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/**
 * Asks the decrypt nodes that {@code sallyport.decrypt-nodes} lists (https URLs, separated by
 * commas): for one company always the same, which holds its sessions then, and the next one only
 * when it cannot be reached, is sealed, or has no connection of the company's own node, so that
 * nothing is done twice; one that cannot do anything is asked last for a few seconds. If no node
 * answers it is {@code SP-DECRYPT-NODE-UNAVAILABLE}; what one answers, a problem included, is
 * handed on as it is. At most 64 questions of each kind at once, so that a slow AWS does not take
 * all of the portal's threads.
 */
@ApplicationScoped
public class DecryptNodes {
  private static final Logger LOG = Logger.getLogger(DecryptNodes.class.getName());
  private static final long CONNECT_SECONDS = 3;
  private static final long READ_SECONDS = 60;
  private static final long QUICK_SECONDS = 3;
  private static final int AT_ONCE = 64;
  private static final Duration BUSY = Duration.ofSeconds(2);

  /** Of the HTTP client that Liberty brings, which it shows to nobody. */
  private static final String CONNECT_TIMEOUT = "ConnectTimeoutException";

  private static final Duration AWAY = Duration.ofSeconds(5);

  /**
   * What another one can perhaps do, the more telling the later: a company's node may hold its
   * connections to that one.
   */
  private static final List<ErrorCode> NOTHING_DONE =
      List.of(ErrorCode.VAULT_SEALED, ErrorCode.NODE_NOT_DIALLED, ErrorCode.CONNECTION_BUSY);

  /**
   * A node with its state.
   *
   * @param url where it is
   * @param state empty when it cannot be reached
   */
  public record Seen(URI url, Optional<VaultState> state) {}

  /**
   * With a client for what takes its time, and one for what does not.
   *
   * @param back when it is asked in its turn again, by {@link System#nanoTime}
   */
  private record Node(URI url, DecryptNode client, DecryptNode quick, AtomicLong back) {
    Node(URI url) {
      this(
          url,
          DecryptNodes.client(url, READ_SECONDS),
          DecryptNodes.client(url, QUICK_SECONDS),
          new AtomicLong(System.nanoTime()));
    }

    boolean isAway() {
      return System.nanoTime() - back.get() < 0;
    }

    void away() {
      back.set(System.nanoTime() + AWAY.toNanos());
    }
  }

  private final Jsonb jsonb = JsonbBuilder.create();
  private final List<Node> nodes;

  /** For the container's proxy. */
  protected DecryptNodes() {
    nodes = List.of();
  }

  @Inject
  public DecryptNodes(
      @ConfigProperty(name = "sallyport.decrypt-nodes") Optional<List<URI>> configured) {
    List<URI> urls = configured.orElse(List.of());
    urls.forEach(DecryptNodes::requireHttps);
    nodes = urls.stream().map(Node::new).toList();
  }

  private static void requireHttps(URI url) {
    if (!"https".equals(url.getScheme()) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "sallyport.decrypt-nodes must list https URLs, not " + url);
    }
  }

  private static DecryptNode client(URI url, long readSeconds) {
    return RestClientBuilder.newBuilder()
        .baseUri(url)
        .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
        .readTimeout(readSeconds, TimeUnit.SECONDS)
        .register(ProblemReader.class)
        .build(DecryptNode.class);
  }

  /** How many there are. */
  public int count() {
    return nodes.size();
  }

  /** Has a connection tested. */
  @Bulkhead(AT_ONCE)
  public VerificationReport verify(VerificationOrder order) {
    AtomicReference<VerificationReport> seen = new AtomicReference<>();
    try {
      return ask(
          order.actor().tenant(),
          node -> {
            VerificationReport report = node.verify(order);
            if (report.lacksConnection()) {
              seen.compareAndSet(null, report);
              throw new ProblemException(ErrorCode.NODE_NOT_DIALLED);
            }
            return report;
          });
    } catch (ProblemException e) {
      if (seen.get() != null) {
        return seen.get();
      }
      throw e;
    }
  }

  /** Has a request forwarded to AWS. */
  @Bulkhead(AT_ONCE)
  public ServiceAnswer forward(ServiceRequest request) {
    return ask(request.actor().tenant(), node -> node.forward(request));
  }

  /** Has a certificate issued to a company's own node. */
  @Bulkhead(AT_ONCE)
  public Enrolment enrol(EnrolmentOrder order) {
    return ask(order.actor().tenant(), node -> node.enrol(order));
  }

  /**
   * Has a company's own node told that its certificate is its newest.
   *
   * @throws ProblemException when it is not
   */
  @Bulkhead(AT_ONCE)
  public void requireStanding(StandingOrder order) {
    tell(order.tenant(), node -> node.standing(order));
  }

  /** Has a company's own node, which asks for it, revoked. */
  @Bulkhead(AT_ONCE)
  public void leave(StandingOrder order) {
    tell(order.tenant(), node -> node.leave(order));
  }

  private void tell(UUID whose, Consumer<DecryptNode> what) {
    ask(
        whose,
        node -> {
          what.accept(node);
          return null;
        });
  }

  /**
   * Has a tool's request handed on to AWS.
   *
   * @return AWS's answer, to be closed by whoever has read it
   */
  @Bulkhead(AT_ONCE)
  public Relayed relay(SignedRequest request) {
    Response answer = ask(request.actor().tenant(), node -> node.relay(request));
    String head =
        new String(
            Base64.getDecoder().decode(answer.getHeaderString(AnswerHead.HEADER)),
            StandardCharsets.UTF_8);
    return new Relayed(answer, jsonb.fromJson(head, AnswerHead.class));
  }

  /** All nodes with their states, in the configuration's order. */
  public List<Seen> states() {
    return nodes.stream().parallel().map(node -> new Seen(node.url(), state(node))).toList();
  }

  private static Optional<VaultState> state(Node node) {
    return told(node, () -> node.client().state());
  }

  private static <T> Optional<T> told(Node node, Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "No answer from " + node.url(), e);
      return Optional.empty();
    }
  }

  /**
   * What is under way for a company.
   *
   * @param requests on those nodes that answered
   * @param whole whether all did
   */
  public record UnderWay(List<RunningRequest> requests, boolean whole) {}

  /** A company's requests that are under way. */
  @Bulkhead(AT_ONCE)
  public UnderWay underWay(TenantId tenant) {
    List<Optional<List<RunningRequest>>> told =
        nodes.stream()
            .parallel()
            .map(node -> told(node, () -> node.quick().running(tenant.toString())))
            .toList();
    return new UnderWay(
        told.stream().flatMap(Optional::stream).flatMap(List::stream).toList(),
        told.stream().allMatch(Optional::isPresent));
  }

  /**
   * Has a company's request broken off, whichever node it is on.
   *
   * @throws ProblemException {@code SP-REQUEST-NOT-RUNNING}, or {@code SP-DECRYPT-NODE-UNAVAILABLE}
   *     when it may be on a node that does not answer
   */
  @Bulkhead(AT_ONCE)
  public void cancel(TenantId tenant, UUID request) {
    ProblemException refusal = new ProblemException(ErrorCode.REQUEST_NOT_RUNNING);
    for (Node node : inOrder(tenant.value())) {
      try {
        node.quick().cancel(request, tenant.toString());
        return;
      } catch (ProblemException e) {
        if (e.problem().errorCode() != ErrorCode.REQUEST_NOT_RUNNING) {
          refusal = e;
        }
      } catch (RuntimeException e) {
        requireTransport(e);
        refusal = unavailable(node, e);
      }
    }
    throw refusal;
  }

  /** Has one node forget the shares that were submitted. */
  public VaultState abort(String url, PersonId custodian) {
    return named(url, node -> node.abort(custodian.toString()));
  }

  /** Has one node seal itself. */
  public VaultState seal(String url, PersonId custodian) {
    return named(url, node -> node.seal(custodian.toString()));
  }

  private VaultState named(String url, Function<DecryptNode, VaultState> question) {
    Node node =
        nodes.stream()
            .filter(each -> each.url().toString().equals(url))
            .findFirst()
            .orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND));
    try {
      return question.apply(node.client());
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException e) {
      requireTransport(e);
      throw unavailable(node, e);
    }
  }

  private <T> T ask(UUID whose, Function<DecryptNode, T> question) {
    ProblemException refusal = new ProblemException(ErrorCode.DECRYPT_NODE_UNAVAILABLE);
    for (Node node : inOrder(whose)) {
      try {
        return question.apply(node.client());
      } catch (ProblemException e) {
        if (!NOTHING_DONE.contains(e.problem().errorCode())) {
          throw e;
        }
        if (e.problem().errorCode() == ErrorCode.VAULT_SEALED) {
          node.away();
        }
        refusal = moreTelling(refusal, e);
      } catch (RuntimeException e) {
        requireTransport(e);
        node.away();
        ProblemException unavailable = unavailable(node, e);
        if (!wasNeverAsked(e)) {
          throw unavailable;
        }
        LOG.info("Asking the next decrypt node instead of " + node.url());
      }
    }
    throw refusal;
  }

  /** Of what two nodes say who did nothing: there is more to a node that knows more. */
  private static ProblemException moreTelling(ProblemException one, ProblemException other) {
    ErrorCode code = other.problem().errorCode();
    if (NOTHING_DONE.indexOf(code) < NOTHING_DONE.indexOf(one.problem().errorCode())) {
      return one;
    }
    return code == ErrorCode.CONNECTION_BUSY
        ? new RateLimited(ErrorCode.CONNECTION_BUSY, BUSY)
        : other;
  }

  /** A company's own first, on whichever web node it asks; those that are away last. */
  private List<Node> inOrder(UUID whose) {
    List<Node> order = new ArrayList<>(nodes);
    Collections.rotate(order, whose.hashCode() % Math.max(1, order.size()));
    return order.stream().sorted(Comparator.comparing(Node::isAway)).toList();
  }

  private static ProblemException unavailable(Node node, RuntimeException cause) {
    // The cause is for IT: a certificate, a name, a port.
    LOG.log(Level.WARNING, ErrorCode.DECRYPT_NODE_UNAVAILABLE.code() + " at " + node.url(), cause);
    return new ProblemException(ErrorCode.DECRYPT_NODE_UNAVAILABLE, cause);
  }

  /** What is no failure to ask is not ours to hide. RESTEasy wraps some in no type of its own. */
  private static void requireTransport(RuntimeException thrown) {
    if (!(thrown instanceof ProcessingException)
        && !(thrown instanceof WebApplicationException)
        && !(thrown.getCause() instanceof IOException)) {
      throw thrown;
    }
  }

  /** Whether the question cannot have arrived: there was no connection to send it through. */
  private static boolean wasNeverAsked(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof ConnectException
          || each instanceof NoRouteToHostException
          || each.getClass().getSimpleName().equals(CONNECT_TIMEOUT)
          || each instanceof UnknownHostException
          || each instanceof SSLHandshakeException) {
        return true;
      }
    }
    return false;
  }
}
