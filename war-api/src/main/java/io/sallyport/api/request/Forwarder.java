package io.sallyport.api.request;

import io.sallyport.api.aws.AwsProblems;
import io.sallyport.api.credentials.RoleSession;
import io.sallyport.api.dispatch.NodeOrders;
import io.sallyport.api.operation.AwsCall;
import io.sallyport.api.operation.SdkOperations;
import io.sallyport.api.running.RunningRequests;
import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.audit.OutcomeFacts;
import io.sallyport.contract.connection.ConnectionStanding;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.onpremise.EnrolledNode;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.RunningRequest;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.contract.request.Write;
import io.sallyport.contract.vault.OnPremiseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * Forwards one allowed operation into a customer's account, as {@link Admission} lets it in; the
 * name of the session that it used stands in its outcome.
 */
@ApplicationScoped
public class Forwarder {
  private final AllowList allowList = AllowList.ofThisRelease();

  @Inject private SdkOperations operations;
  @Inject private Admission admission;
  @Inject private HeldAnswers heldAnswers;
  @Inject private NodeOrders orders;
  @Inject private RunningRequests running;
  @Inject private AuditTrail trail;

  /**
   * Forwards.
   *
   * @throws ProblemException naming what was wrong; AWS's own error is kept whole
   */
  public ServiceAnswer forward(ServiceRequest request) {
    AllowedOperation operation = allowList.find(request.service(), request.operation());
    if (operation.streams()) {
      throw new ProblemException(ErrorCode.OPERATION_STREAMS);
    }
    if (operation.isWait() && request.dryRun()) {
      throw new ProblemException(ErrorCode.DRY_RUN_UNKNOWN);
    }
    HeldAnswers.check(request, operation);
    Region region = Admission.region(request.region());
    Map<String, Object> parameters = parameters(request, operation);
    // Also for a company's node: bad parameters are refused before anything is opened.
    AwsCall call = operations.prepare(operation, parameters);
    AuditEntry entry =
        AuditEntry.of(
                request.actor(),
                AuditAction.REQUEST_FORWARD,
                request.connection(),
                request.requestId())
            .with("service", operation.service())
            .with("operation", operation.name())
            .with("region", region.id())
            .because(request.reason());
    if (request.dryRun()) {
      entry = entry.with("dryRun", true);
    } else if (request.idempotencyKey() != null) {
      entry = entry.with("idempotencyKey", request.idempotencyKey().toString());
    }
    Admission.Request wanted =
        new Admission.Request(
            request.requestId(),
            request.actor(),
            new ConnectionId(request.connection()),
            operation,
            region,
            operation.resources(parameters, SdkOperations.partition(region.id()), region.id()));
    AuditEntry intended = entry;
    return running.during(
        request.actor().tenantId(),
        RunningRequest.of(request, Instant.now()),
        () ->
            trail.record(
                intended,
                facts -> running.act(() -> forward(request, wanted, call, parameters, facts))));
  }

  private ServiceAnswer forward(
      ServiceRequest request,
      Admission.Request wanted,
      AwsCall call,
      Map<String, Object> parameters,
      OutcomeFacts facts) {
    ConnectionStanding standing = admission.standing(wanted);
    Supplier<ServiceAnswer> ask =
        switch (standing.way()) {
          case ROLE -> () -> inRole(request, wanted, standing, call, facts);
          case NODE -> order(request, wanted, standing, parameters, facts);
        };
    return request.maxAge() > 0 ? unlessHeld(request, wanted, standing, ask, facts) : ask.get();
  }

  /** Through a node of the company's: it has our order, and we have its receipt. */
  private Supplier<ServiceAnswer> order(
      ServiceRequest request,
      Admission.Request wanted,
      ConnectionStanding standing,
      Map<String, Object> parameters,
      OutcomeFacts facts) {
    OnPremiseAccess access = admission.node(wanted, standing);
    facts.add("node", access.node().toString());
    // Also before an answer from memory: a node that was revoked answers nothing any more.
    EnrolledNode node = orders.node(request.actor(), access);
    NodeOrder order =
        new NodeOrder(
            NodeOrder.Kind.OPERATION,
            request.requestId(),
            request.actor().person(),
            request.service(),
            request.operation(),
            wanted.region().id(),
            parameters,
            request.dryRun(),
            /* wire= */ null,
            /* knownSequence= */ 0);
    return () -> {
      ServiceAnswer answer =
          orders.give(
              request.actor(),
              access,
              node,
              order,
              ServiceAnswer.class,
              kept -> admission.kept(wanted, kept, facts));
      return new ServiceAnswer(request.requestId(), answer.awsRequestId(), answer.result());
    };
  }

  /** The connection must be as sound for an answer from before as for a new one. */
  private ServiceAnswer unlessHeld(
      ServiceRequest request,
      Admission.Request wanted,
      ConnectionStanding standing,
      Supplier<ServiceAnswer> ask,
      OutcomeFacts facts) {
    HeldAnswers.Key key =
        new HeldAnswers.Key(
            wanted.actor().tenantId(),
            wanted.connection(),
            standing.version(),
            wanted.operation(),
            wanted.region(),
            request.parameters());
    Optional<AwsCall.Answer> before = heldAnswers.find(key, request.maxAge());
    if (before.isPresent()) {
      facts.add("from", "memory");
      return before.get().toServiceAnswer(request.requestId());
    }
    ServiceAnswer fresh = ask.get();
    heldAnswers.keep(key, new AwsCall.Answer(fresh.awsRequestId(), fresh.result()));
    return fresh;
  }

  /**
   * With what makes a write one that is never done twice: AWS knows it again by its token, whoever
   * sends it once more, be it this node, another one, or the customer.
   */
  private Map<String, Object> parameters(ServiceRequest request, AllowedOperation operation) {
    Map<String, Object> parameters = new HashMap<>(request.parameters());
    if (request.dryRun()) {
      parameters.put(
          operations
              .dryRunParameter(operation)
              .orElseThrow(() -> new ProblemException(ErrorCode.DRY_RUN_UNKNOWN)),
          true);
    }
    operation
        .write()
        .filter(write -> !request.dryRun())
        .ifPresent(write -> parameters.putAll(idempotency(request, write)));
    return parameters;
  }

  private static Map<String, Object> idempotency(ServiceRequest request, Write write) {
    if (request.idempotencyKey() == null) {
      throw new ProblemException(ErrorCode.IDEMPOTENCY_KEY_REQUIRED);
    }
    if (write.token().filter(request.parameters()::containsKey).isPresent()) {
      throw ProblemException.in(
          ErrorCode.PARAMETER_INVALID,
          "parameters." + write.token().get(),
          "It is your Idempotency-Key, which Sallyport puts there.");
    }
    return write.token().isPresent()
        ? Map.of(write.token().get(), request.idempotencyKey().toString())
        : Map.of();
  }

  private ServiceAnswer inRole(
      ServiceRequest request,
      Admission.Request wanted,
      ConnectionStanding standing,
      AwsCall call,
      OutcomeFacts facts) {
    RoleSession held = admission.session(wanted, standing);
    facts.add("session", held.name());
    try {
      return call(request, wanted, call, held);
    } catch (SdkException e) {
      if (!AwsProblems.isSessionGone(e) || wanted.isOwn(held)) {
        throw AwsProblems.calling(e);
      }
    }
    // AWS turned the held session away before it did anything: once more, with one of our own.
    RoleSession own = admission.anew(wanted, standing, held);
    facts.add("session", own.name());
    try {
      return call(request, wanted, call, own);
    } catch (SdkException e) {
      throw AwsProblems.calling(e);
    }
  }

  private ServiceAnswer call(
      ServiceRequest request, Admission.Request wanted, AwsCall call, RoleSession session) {
    try {
      return call.in(wanted.region(), session.credentials(), wanted.connection())
          .toServiceAnswer(request.requestId());
    } catch (SdkException e) {
      if (request.dryRun() && AwsProblems.isRehearsed(e)) {
        return AwsProblems.rehearsed(request.requestId(), e);
      }
      throw e;
    }
  }
}
