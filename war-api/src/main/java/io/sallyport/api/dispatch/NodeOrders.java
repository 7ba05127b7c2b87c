package io.sallyport.api.dispatch;

import io.sallyport.api.aws.AwsProblems;
import io.sallyport.api.order.NotGenuine;
import io.sallyport.api.order.OrderSignature;
import io.sallyport.api.order.Receipt;
import io.sallyport.api.order.Receipt.Part;
import io.sallyport.api.order.ReceiptedContent;
import io.sallyport.api.order.Sha256;
import io.sallyport.api.wire.WireAnswer;
import io.sallyport.api.wire.WireCalls;
import io.sallyport.contract.audit.OutcomeFacts;
import io.sallyport.contract.error.AwsError;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.onpremise.EnrolledNode;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.onpremise.NodeRecords;
import io.sallyport.contract.request.AnswerHead;
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
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
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
  private static final int LAST_STATUS = 599;
  private static final int LONGEST_TEXT = 2_000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  /** What a node may say of itself and of AWS; anything else would be taken for our own word. */
  private static final Set<ErrorCode> NODES_OWN =
      EnumSet.of(
          ErrorCode.NODE_OPERATION_NOT_ALLOWED,
          ErrorCode.SERVICE_UNKNOWN,
          ErrorCode.OPERATION_UNKNOWN,
          ErrorCode.OPERATION_STREAMS,
          ErrorCode.PARAMETER_UNKNOWN,
          ErrorCode.PARAMETER_INVALID,
          ErrorCode.WAIT_FAILED,
          ErrorCode.AWS_THROTTLED,
          ErrorCode.AWS_ACCESS_DENIED,
          ErrorCode.AWS_REJECTED,
          ErrorCode.AWS_CLOCK_DIFFERS,
          ErrorCode.AWS_UNAVAILABLE);

  private static final Duration DIFFERENCE = Duration.ofSeconds(30);

  private final Jsonb jsonb = JsonbBuilder.create();
  private final Clock clock = Clock.systemUTC();

  @Inject private NodeRecords records;
  @Inject private NodeConnections connections;
  @Inject private DialledLines lines;
  @Inject private OwnIdentity own;

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
   * @param kept takes the node's receipt, however the order ended
   * @throws ProblemException the node's own, or {@code SP-NODE-…} naming what is wrong with it
   */
  public <T> T give(
      Actor actor,
      OnPremiseAccess access,
      EnrolledNode node,
      NodeOrder order,
      Class<T> kind,
      Consumer<Kept> kept) {
    Given given = given(actor, node, order);
    try (NodeAnswer answer = send(access, node, given)) {
      return taken(actor, access, node, given, answer, kind, kept);
    } catch (IOException e) {
      throw unanswered(node, e);
    }
  }

  /**
   * A receipt of the node's, for our trail.
   *
   * @param signed as the node signed it, under a certificate that stands in it: whoever has it
   *     needs neither of us to see what the node said
   * @param continues whether the node's trail still has what it had when we last got one
   */
  public record Kept(Receipt receipt, String signed, boolean continues) {
    /** Notes it with how the order ended. */
    public void into(OutcomeFacts facts) {
      facts.add("receipt", receipt.trace());
      facts.add("signedReceipt", signed);
      if (!continues) {
        facts.add("trail", "differs");
      }
    }
  }

  /**
   * An order as it is given.
   *
   * @param id names it
   * @param signature ours
   */
  private record Given(UUID id, String signature, byte[] body) {}

  private Given given(Actor actor, EnrolledNode node, NodeOrder order) {
    byte[] body =
        jsonb.toJson(order.knowing(node.knownSequence())).getBytes(StandardCharsets.UTF_8);
    return given(actor, node, body, body);
  }

  private Given given(Actor actor, EnrolledNode node, byte[] body, byte[] signed) {
    UUID id = UUID.randomUUID();
    return new Given(
        id,
        OrderSignature.sign(
            own.identity(), id, actor.tenantId(), node.id(), signed, clock.instant()),
        body);
  }

  private <T> T taken(
      Actor actor,
      OnPremiseAccess access,
      EnrolledNode node,
      Given given,
      NodeAnswer answer,
      Class<T> kind,
      Consumer<Kept> kept)
      throws IOException {
    byte[] content = answer.whole();
    keep(
        actor,
        access,
        node,
        receipt(actor, node, given, answer, Part.WHOLE, Sha256.of(content)),
        kept);
    return answered(answer.status(), content, kind);
  }

  private void keep(
      Actor actor, OnPremiseAccess access, EnrolledNode node, Kept taken, Consumer<Kept> kept) {
    kept.accept(taken);
    Receipt receipt = taken.receipt();
    if (taken.continues()) {
      records.receipt(
          actor, node, receipt.sequence(), receipt.head(), receipt.release(), access.dials());
    } else {
      // What we compare with stays, so that the next test of the connection finds it.
      LOG.warning(() -> "ALERT: the trail of node " + node.id() + " lacks what it had");
    }
  }

  /**
   * Has a tool's request handed on. The node gives a receipt for how the answer begins, and another
   * one at its end: an answer that was changed on its way breaks off before it looks whole.
   *
   * @param kept takes the first receipt
   * @return AWS's answer, to be closed by whoever has read it
   * @throws ProblemException as {@link #give}
   */
  public WireAnswer relay(
      Actor actor,
      OnPremiseAccess access,
      EnrolledNode node,
      NodeOrder order,
      Consumer<Kept> kept) {
    Given given = given(actor, node, order);
    NodeAnswer answer = send(access, node, given);
    try {
      if (answer.head() == null) {
        taken(actor, access, node, given, answer, AnswerHead.class, kept);
        throw new ProblemException(ErrorCode.NODE_NOT_TRUSTED);
      }
      byte[] head = Base64.getDecoder().decode(answer.head());
      keep(
          actor,
          access,
          node,
          receipt(actor, node, given, answer, Part.HEAD, Sha256.of(head)),
          kept);
      AnswerHead told =
          told(jsonb.fromJson(new String(head, StandardCharsets.UTF_8), AnswerHead.class));
      answer.content().within(null);
      return new WireAnswer(
          told,
          new ReceiptedContent(
              answer.content(),
              (receipt, hash) ->
                  Receipt.read(
                      receipt, node.certificates(), Part.END, given.id(), answer.status(), hash),
              new Piecewise(answer.content())));
    } catch (IOException e) {
      close(answer);
      throw unanswered(node, e);
    } catch (IllegalArgumentException | JsonbException e) {
      close(answer);
      throw new ProblemException(ErrorCode.NODE_NOT_TRUSTED, e);
    } catch (RuntimeException e) {
      close(answer);
      throw e;
    }
  }

  /** What is streamed has a time for each piece, while somebody wants it. */
  private record Piecewise(NodeAnswer.Content content) implements ReceiptedContent.Pace {
    private static final Duration MOST = Duration.ofSeconds(60);

    @Override
    public void waits() {
      content.within(MOST);
    }

    @Override
    public void came() {
      content.within(null);
    }
  }

  private static void close(NodeAnswer answer) {
    try {
      answer.close();
    } catch (IOException e) {
      LOG.log(Level.FINE, "an answer that cannot be closed has ended", e);
    }
  }

  /** What the tool gets: nothing but what AWS's answers have. */
  private static AnswerHead told(AnswerHead said) {
    Map<String, List<String>> headers = new TreeMap<>();
    said.headers()
        .forEach(
            (name, values) -> {
              if (NAME.matcher(name).matches()
                  && WireCalls.isForTheTool(name)
                  && values.stream().allMatch(NodeOrders::isVisible)) {
                headers.put(name, values);
              }
            });
    if (said.status() < OK || said.status() > LAST_STATUS) {
      throw new ProblemException(ErrorCode.NODE_NOT_TRUSTED);
    }
    return new AnswerHead(said.status(), headers);
  }

  private static boolean isVisible(String value) {
    return value != null && value.chars().noneMatch(Character::isISOControl);
  }

  /** Whether the node's trail still has what it had when we last got a receipt. */
  private static boolean continues(EnrolledNode node, Receipt receipt) {
    return node.knownSequence() == 0 || node.knownHead().equals(receipt.known());
  }

  private <T> T answered(int status, byte[] content, Class<T> kind) {
    String text = new String(content, StandardCharsets.UTF_8);
    try {
      if (status == OK) {
        return Objects.requireNonNull(jsonb.fromJson(text, kind));
      }
      throw new ProblemException(told(jsonb.fromJson(text, Problem.class)));
    } catch (JsonbException | NullPointerException e) {
      throw new ProblemException(ErrorCode.NODE_NOT_TRUSTED, e);
    }
  }

  /**
   * A problem of the node's, in our own words but for what was wrong this time: the node is not
   * ours, and what it says goes into pages and into the trail.
   */
  private static Problem told(Problem said) {
    ErrorCode code = said.errorCode();
    if (code == ErrorCode.REQUEST_MALFORMED) {
      // It read our signature and not our order, which is of a kind that it does not know.
      return Problem.of(ErrorCode.NODE_OUTDATED);
    }
    if (!NODES_OWN.contains(code)) {
      return Problem.of(ErrorCode.NODE_FAILED);
    }
    return new Problem(
        "urn:sallyport:problem:" + code.code(),
        code.title(),
        code.status(),
        bounded(said.detail() == null ? code.advice() : said.detail()),
        code.code(),
        bounded(said.parameter()),
        null,
        told(said.aws()));
  }

  /** The same for what a node says that AWS said; null for null. */
  public static AwsError told(AwsError said) {
    return said == null
        ? null
        : new AwsError(
            bounded(said.code()),
            bounded(said.message()),
            bounded(said.requestId()),
            said.status(),
            said.retryable());
  }

  private static String bounded(String text) {
    if (text == null) {
      return null;
    }
    String visible = text.replaceAll("\\p{Cntrl}", " ");
    return visible.length() <= LONGEST_TEXT ? visible : visible.substring(0, LONGEST_TEXT);
  }

  /**
   * Whether the node refuses an order that was changed after it was signed.
   *
   * @throws ProblemException {@code SP-NODE-UNREACHABLE} and its like
   */
  public boolean refusesWhatWasChanged(
      Actor actor, OnPremiseAccess access, EnrolledNode node, NodeOrder order) {
    String json = jsonb.toJson(order);
    Given changed =
        given(
            actor,
            node,
            json.getBytes(StandardCharsets.UTF_8),
            (json + " ").getBytes(StandardCharsets.UTF_8));
    try (NodeAnswer answer = send(access, node, changed)) {
      answer.whole();
      if (answer.status() != FORBIDDEN && answer.status() != OK && answer.receipt() == null) {
        throw new ProblemException(ErrorCode.NODE_FAILED);
      }
      return answer.status() == FORBIDDEN;
    } catch (IOException e) {
      throw unanswered(node, e);
    }
  }

  private NodeAnswer send(OnPremiseAccess access, EnrolledNode node, Given given) {
    try {
      return access.dials()
          ? lines.send(node, given.signature(), given.body())
          : connections.send(access, node, given.signature(), given.body());
    } catch (AddressRefused e) {
      throw new ProblemException(ErrorCode.NODE_ADDRESS_REFUSED, e);
    } catch (IOException e) {
      throw unanswered(node, e);
    }
  }

  private static ProblemException unanswered(EnrolledNode node, IOException e) {
    LOG.info(() -> "No answer from node " + node.id() + ": " + AwsProblems.kinds(e));
    return new ProblemException(
        isSomebodyElse(e) ? ErrorCode.NODE_NOT_TRUSTED : ErrorCode.NODE_UNREACHABLE, e);
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

  private Kept receipt(
      Actor actor, EnrolledNode node, Given given, NodeAnswer answer, Part part, String hash) {
    if (answer.receipt() == null && answer.status() == FORBIDDEN) {
      throw new ProblemException(
          Problem.of(ErrorCode.NODE_REFUSED, difference(answer.date()), null, null));
    }
    try {
      List<byte[]> good = node.certificates();
      Receipt.Genuine read =
          Receipt.read(answer.receipt(), good, part, given.id(), answer.status(), hash);
      if (good.size() > 1 && read.underNewest()) {
        records.takenUp(actor, node);
      }
      return new Kept(read.receipt(), answer.receipt(), continues(node, read.receipt()));
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
