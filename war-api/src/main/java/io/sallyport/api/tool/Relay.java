package io.sallyport.api.tool;

import io.sallyport.api.aws.AwsProblems;
import io.sallyport.api.credentials.RoleSession;
import io.sallyport.api.dispatch.NodeOrders;
import io.sallyport.api.operation.SdkOperations;
import io.sallyport.api.request.Admission;
import io.sallyport.api.wire.WantedOperation;
import io.sallyport.api.wire.WireAnswer;
import io.sallyport.api.wire.WireCalls;
import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.audit.OutcomeFacts;
import io.sallyport.contract.connection.ConnectionStanding;
import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.contract.request.SignedRequest;
import io.sallyport.contract.request.WireRequest;
import io.sallyport.contract.vault.OnPremiseAccess;
import io.sallyport.contract.vault.ToolSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.regions.Region;

/**
 * Hands requests of customers' own AWS tools on to AWS: signed in a session of ours when they come,
 * signed in a session of the customer's role when they go, or by the customer's own node, and
 * otherwise unchanged, as is the answer. Sent once: what is sent again, the tool sends again.
 */
@ApplicationScoped
public class Relay {
  private static final Set<Integer> TURNED_AWAY = Set.of(400, 401, 403);
  private static final int FIRST_ERROR = 400;
  private final AllowList allowList = AllowList.ofThisRelease();
  private final Jsonb jsonb = JsonbBuilder.create();
  private final Clock clock = Clock.systemUTC();
  private final CallerSignature signature = new CallerSignature(clock);

  @Inject private OpenedSessions opened;
  @Inject private Admission admission;
  @Inject private WireCalls calls;
  @Inject private NodeOrders orders;
  @Inject private AuditTrail trail;

  /**
   * Hands one on.
   *
   * @throws ProblemException naming why it was not; what AWS answers, an error too, is no exception
   */
  public RelayedAnswer relay(SignedRequest request) {
    PresentedSignature presented = PresentedSignature.of(request);
    ToolSession session = opened.of(presented.token());
    signature.check(request, presented, session);
    if (!session.actor().equals(request.actor()) || !request.path().startsWith(request.prefix())) {
      throw new ProblemException(ErrorCode.TOOL_SESSION_REFUSED);
    }
    String path = "/" + request.path().substring(request.prefix().length()).replaceFirst("^/", "");
    WireRequest wire = presented.wire(request, path);
    AuditEntry entry = entry(request, session);
    WantedOperation wanted;
    try {
      wanted = WantedOperation.of(allowList, wire);
    } catch (ProblemException e) {
      throw refused(with(entry, WantedOperation.attempted(wire)), e);
    }
    entry =
        entry
            .with("service", wanted.operation().service())
            .with("operation", wanted.operation().name());
    if (wanted.dry()) {
      entry = entry.with("dryRun", true);
    }
    Region region;
    try {
      region = Admission.region(presented.region());
    } catch (ProblemException e) {
      throw refused(entry, e);
    }
    entry = entry.with("region", region.id());
    if (wanted.write() && !session.write()) {
      throw refused(entry, new ProblemException(ErrorCode.WRITE_NOT_AGREED));
    }
    Admission.Request admitted =
        new Admission.Request(
            request.requestId(),
            session.actor(),
            new ConnectionId(session.connection()),
            wanted.operation(),
            region,
            wanted
                .operation()
                .resources(wanted.parameters(), SdkOperations.partition(region.id()), region.id()));
    AtomicReference<WireAnswer> open = new AtomicReference<>();
    try {
      return trail.record(
          entry,
          facts -> {
            ConnectionStanding standing = admission.standing(admitted);
            WireAnswer answer =
                switch (standing.way()) {
                  case ROLE -> inRole(wire, admitted, standing, facts);
                  case NODE -> throughNode(wire, admitted, standing, facts);
                };
            open.set(answer);
            if (answer.head().status() >= FIRST_ERROR) {
              WireAnswer.Begun begun = answer.begun();
              answer = begun.answer();
              open.set(answer);
              // To say that it would be done AWS has an error, too.
              if (!wanted.dry() || !AwsProblems.isRehearsed(begun.said())) {
                facts.endsAs("aws:" + answer.head().status());
              }
            }
            return new RelayedAnswer(
                encoded(answer.head()), answer.content(), standing.way() == ConnectionWay.NODE);
          });
    } catch (RuntimeException e) {
      // It was answered, and nobody gets it: the trail did not take how it ended.
      WireAnswer.close(open.get());
      throw e;
    }
  }

  private static AuditEntry entry(SignedRequest request, ToolSession session) {
    return AuditEntry.of(
            session.actor(), AuditAction.REQUEST_FORWARD, session.connection(), request.requestId())
        .with("tool", session.accessKeyId())
        .because(session.reason());
  }

  /** What the session may not be used for: somebody tried, whoever looks at the trail sees. */
  private ProblemException refused(AuditEntry entry, ProblemException why) {
    return trail.record(
        entry,
        facts -> {
          facts.endsAs(why.problem().code());
          return why;
        });
  }

  private static AuditEntry with(AuditEntry entry, Map<String, String> facts) {
    AuditEntry all = entry;
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      all = all.with(fact.getKey(), fact.getValue());
    }
    return all;
  }

  private WireAnswer inRole(
      WireRequest wire,
      Admission.Request admitted,
      ConnectionStanding standing,
      OutcomeFacts facts) {
    RoleSession role = admission.session(admitted, standing);
    facts.add("session", role.name());
    WireAnswer answer =
        calls.send(wire, admitted.operation().at(), role.credentials(), admitted.region());
    return TURNED_AWAY.contains(answer.head().status()) ? heard(answer, role) : answer;
  }

  /** Where AWS does not know the session any more, the next request enters anew. */
  private WireAnswer heard(WireAnswer answer, RoleSession role) {
    WireAnswer.Begun begun = answer.begun();
    if (AwsProblems.isSessionGone(answer.head().status(), begun.said())) {
      admission.drop(role);
    }
    return begun.answer();
  }

  private WireAnswer throughNode(
      WireRequest wire,
      Admission.Request admitted,
      ConnectionStanding standing,
      OutcomeFacts facts) {
    OnPremiseAccess access = admission.node(admitted, standing);
    facts.add("node", access.node().toString());
    return orders.relay(
        admitted.actor(),
        access,
        orders.node(admitted.actor(), access),
        NodeOrder.relay(
            admitted.requestId(),
            admitted.actor().person(),
            admitted.operation().service(),
            admitted.operation().name(),
            admitted.region().id(),
            wire),
        kept -> admission.kept(admitted, kept, facts));
  }

  private String encoded(AnswerHead head) {
    return Base64.getEncoder().encodeToString(jsonb.toJson(head).getBytes(StandardCharsets.UTF_8));
  }
}
