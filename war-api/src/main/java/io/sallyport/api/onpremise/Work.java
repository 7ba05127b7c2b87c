package io.sallyport.api.onpremise;

import io.sallyport.api.aws.AwsProblems;
import io.sallyport.api.aws.CallerIdentity;
import io.sallyport.api.operation.SdkOperations;
import io.sallyport.api.wire.WantedOperation;
import io.sallyport.api.wire.WireAnswer;
import io.sallyport.api.wire.WireCalls;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.error.Problems;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.node.Release;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.onpremise.NodeState;
import io.sallyport.contract.onpremise.RehearsalAnswer;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.ServiceAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * Does what was ordered, in the machine's own role: its credentials come from IRSA, the container
 * or the instance profile, in that order, and never leave this process. Keys in files, variables or
 * properties, which the SDK's default chain would take, are not looked at.
 */
@ApplicationScoped
public class Work {
  /** This release, as receipts and the portal name it. */
  static final String RELEASE = Release.version();

  private static final int FIRST_ERROR = 400;

  /** The headers in which services name a request. */
  private static final List<String> REQUEST_IDS = List.of("x-amzn-requestid", "x-amz-request-id");

  private final AllowList allowList = AllowList.ofThisRelease();
  private final AwsCredentialsProvider machine =
      AwsCredentialsProviderChain.builder()
          .credentialsProviders(
              WebIdentityTokenFileCredentialsProvider.create(),
              ContainerCredentialsProvider.builder().build(),
              InstanceProfileCredentialsProvider.create())
          .build();

  @Inject private OwnRules rules;
  @Inject private OwnTrail trail;
  @Inject private CallerIdentity callers;
  @Inject private SdkOperations operations;
  @Inject private WireCalls calls;

  /**
   * Where an order came from, as the trail has it.
   *
   * @param by the decrypt node that signed it, or who asks here
   * @param signed what it signed: the order's id, and the SHA-256 of its body, by name; nothing of
   *     what is asked here
   */
  record Origin(String by, Map<String, String> signed) {
    Origin {
      signed = Map.copyOf(signed);
    }
  }

  /**
   * Does it: what AWS is asked stands in the trail before, and how it ended after.
   *
   * @throws ProblemException naming why it was not done
   */
  Object done(NodeOrder order, Origin from) {
    return switch (order.kind()) {
      case STATE -> recorded(order, from, () -> state(order));
      case REHEARSAL -> recorded(order, from, () -> rehearsal(order));
      case OPERATION -> recorded(order, from, () -> operation(order));
      case RELAY -> recorded(order, from, () -> relay(order));
    };
  }

  /** What is done between two entries of the trail. */
  @FunctionalInterface
  private interface Act {
    Object done();
  }

  private Object recorded(NodeOrder order, Origin from, Act act) {
    Map<String, String> event = new TreeMap<>();
    event.put("kind", order.kind().name());
    event.put("request", order.requestId().toString());
    event.put("person", order.person().toString());
    event.put("by", from.by());
    event.putAll(from.signed());
    event.put("service", String.valueOf(order.service()));
    event.put("operation", String.valueOf(order.operation()));
    event.put("region", String.valueOf(order.region()));
    if (isDry(order)) {
      event.put("dryRun", "true");
    }
    event.put("phase", "INTENT");
    trail.append(event);
    event.put("phase", "OUTCOME");
    Object answer;
    try {
      answer = act.done();
    } catch (RuntimeException e) {
      conclude(event, Problems.from(e).code());
      throw e;
    }
    WireAnswer wire = answer instanceof WireAnswer streamed ? streamed : null;
    awsRequest(answer).ifPresent(id -> event.put("aws", id));
    try {
      conclude(
          event,
          wire != null && wire.head().status() >= FIRST_ERROR
              ? "aws:" + wire.head().status()
              : "ok");
    } catch (ProblemException e) {
      WireAnswer.close(wire);
      throw e;
    }
    return answer;
  }

  /** By what AWS is sent, and not by what we were told. */
  private boolean isDry(NodeOrder order) {
    if (order.kind() != NodeOrder.Kind.RELAY) {
      return SdkOperations.isDryRun(order.parameters());
    }
    try {
      return WantedOperation.of(allowList, order.wire()).dry();
    } catch (RuntimeException e) {
      // It is refused for that, when it is to be done.
      return false;
    }
  }

  /** By what CloudTrail has it, too. */
  private static Optional<String> awsRequest(Object answer) {
    if (answer instanceof ServiceAnswer whole) {
      return Optional.ofNullable(whole.awsRequestId());
    }
    return answer instanceof WireAnswer streamed
        ? REQUEST_IDS.stream()
            .flatMap(name -> streamed.head().headers().getOrDefault(name, List.of()).stream())
            .findFirst()
        : Optional.empty();
  }

  /** Says that it was done, if the trail does not take that any more. */
  private void conclude(Map<String, String> event, String outcome) {
    event.put("outcome", outcome);
    try {
      trail.append(event);
    } catch (ProblemException e) {
      throw new ProblemException(ErrorCode.AUDIT_OUTCOME_UNWRITTEN, e);
    }
  }

  private NodeState state(NodeOrder order) {
    Region region = Region.of(rules.regions().stream().findFirst().orElse(order.region()));
    return new NodeState(account(region), rules.operations());
  }

  /** The account that the machine's role belongs to; null when AWS does not tell. */
  private String account(Region region) {
    try {
      return callers.account(machine, region).toString();
    } catch (SdkException e) {
      return null;
    }
  }

  private RehearsalAnswer rehearsal(NodeOrder order) {
    AllowedOperation operation = rules.require(order.service(), order.operation(), order.region());
    Optional<SdkException> refusal =
        operations.rehearse(operation, Region.of(order.region()), machine, own());
    return new RehearsalAnswer(
        refusal.map(e -> SdkOperations.rehearsed(operation, e)).orElse(CheckOutcome.ALLOWED),
        refusal.map(AwsProblems::error).orElse(null));
  }

  private ServiceAnswer operation(NodeOrder order) {
    AllowedOperation operation = rules.require(order.service(), order.operation(), order.region());
    if (operation.streams()) {
      throw new ProblemException(ErrorCode.OPERATION_STREAMS);
    }
    try {
      return operations
          .prepare(operation, order.parameters())
          .in(Region.of(order.region()), machine, own())
          .toServiceAnswer(order.requestId());
    } catch (SdkException e) {
      if (order.dryRun() && AwsProblems.isRehearsed(e)) {
        return AwsProblems.rehearsed(order.requestId(), e);
      }
      throw AwsProblems.calling(e);
    }
  }

  /** What it asks for, it says itself: our own list goes by that, and not by what we were told. */
  private WireAnswer relay(NodeOrder order) {
    WantedOperation wanted = WantedOperation.of(allowList, order.wire());
    AllowedOperation operation = wanted.operation();
    if (!operation.service().equals(order.service())
        || !operation.name().equals(order.operation())) {
      throw new ProblemException(ErrorCode.OPERATION_UNKNOWN);
    }
    rules.require(operation.service(), operation.name(), order.region());
    return calls.send(order.wire(), operation.at(), machine, Region.of(order.region()));
  }

  /** One node is one account: its clients are kept as those of one connection. */
  private ConnectionId own() {
    return new ConnectionId(rules.node().value());
  }
}
