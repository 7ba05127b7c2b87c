package io.sallyport.api.verification;

import io.sallyport.api.dispatch.NodeOrders;
import io.sallyport.api.operation.SdkOperations;
import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.connection.Check;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.onpremise.EnrolledNode;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.onpremise.NodeState;
import io.sallyport.contract.onpremise.RehearsalAnswer;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.Capability;
import io.sallyport.contract.vault.OnPremiseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import software.amazon.awssdk.regions.Region;

/**
 * Tests a connection through a company's own node: it must be the one that was enrolled, refuse an
 * order that was changed on its way, answer ours, still have in its trail what it gave us a receipt
 * of, and belong to the account that the customer typed. Then each operation that the connection
 * was made for is rehearsed by it.
 */
@ApplicationScoped
public class NodeTest {
  private final AllowList allowList = AllowList.ofThisRelease();

  @Inject private NodeOrders orders;
  @Inject private AuditTrail trail;

  void test(
      VerificationOrder order,
      OnPremiseAccess access,
      Set<Capability> capabilities,
      Findings findings) {
    Actor actor = order.actor();
    EnrolledNode node;
    try {
      node = orders.node(actor, access);
    } catch (ProblemException e) {
      findings.add(Check.NODE_REACHED, CheckOutcome.NODE_REVOKED);
      return;
    }
    NodeOrder ask =
        NodeOrder.state(order.requestId(), actor.person(), access.regions().get(0).value());
    try {
      boolean refused = orders.refusesWhatWasChanged(actor, access, node, ask);
      findings.add(Check.NODE_REACHED, CheckOutcome.NODE_REACHED);
      findings.add(
          Check.STRANGER_REFUSED,
          refused ? CheckOutcome.STRANGER_REFUSED : CheckOutcome.STRANGER_LET_IN);
    } catch (ProblemException e) {
      findings.add(Check.NODE_REACHED, outcome(e));
    }
    if (findings.allPassed()) {
      asWeDo(order, access, node, ask, capabilities, findings);
    }
  }

  private void asWeDo(
      VerificationOrder order,
      OnPremiseAccess access,
      EnrolledNode node,
      NodeOrder ask,
      Set<Capability> capabilities,
      Findings findings) {
    NodeState state;
    AtomicBoolean continues = new AtomicBoolean();
    try {
      state =
          recorded(
              order, access, node, ask, NodeState.class, kept -> continues.set(kept.continues()));
    } catch (ProblemException e) {
      findings.add(Check.NODE_ANSWERS, outcome(e));
      return;
    }
    findings.add(Check.NODE_ANSWERS, CheckOutcome.NODE_ANSWERED);
    findings.add(
        Check.TRAIL_CONTINUES,
        continues.get() ? CheckOutcome.TRAIL_CONTINUES : CheckOutcome.TRAIL_DIFFERS);
    findings.add(Check.ACCOUNT_MATCHES, account(access, state));
    if (findings.allPassed()) {
      permissions(order, access, node, state, capabilities, findings);
    }
  }

  private static CheckOutcome account(OnPremiseAccess access, NodeState state) {
    if (state.account() == null) {
      return CheckOutcome.UNREACHABLE;
    }
    return access.account().toString().equals(state.account())
        ? CheckOutcome.ACCOUNT_MATCHES
        : CheckOutcome.ACCOUNT_DIFFERS;
  }

  private void permissions(
      VerificationOrder order,
      OnPremiseAccess access,
      EnrolledNode node,
      NodeState state,
      Set<Capability> capabilities,
      Findings findings) {
    Region region = Region.of(access.regions().get(0).value());
    for (AllowedOperation operation : allowList.operations(capabilities)) {
      if (!SdkOperations.isRehearsed(operation, region)) {
        continue;
      }
      CheckResult result = permission(order, access, node, state, operation, region);
      findings.add(result);
      if (result.outcome() == CheckOutcome.NODE_UNREACHABLE
          || result.outcome() == CheckOutcome.NODE_NOT_DIALLED) {
        // A node that does not answer is not waited for once more for each operation.
        return;
      }
    }
  }

  private CheckResult permission(
      VerificationOrder order,
      OnPremiseAccess access,
      EnrolledNode node,
      NodeState state,
      AllowedOperation operation,
      Region region) {
    String name = operation.service() + "." + operation.name();
    if (!state.operations().contains(name)) {
      return new CheckResult(Check.PERMISSION, name, CheckOutcome.NODE_LACKS, null);
    }
    String subject = String.join(", ", operation.actions());
    try {
      RehearsalAnswer answer =
          recorded(
              order,
              access,
              node,
              NodeOrder.rehearsal(
                  order.requestId(),
                  order.actor().person(),
                  operation.service(),
                  operation.name(),
                  region.id()),
              RehearsalAnswer.class,
              receipt -> {});
      return new CheckResult(
          Check.PERMISSION, subject, answer.outcome(), NodeOrders.told(answer.aws()));
    } catch (ProblemException e) {
      return new CheckResult(Check.PERMISSION, subject, outcome(e), e.problem().aws());
    }
  }

  private <T> T recorded(
      VerificationOrder order,
      OnPremiseAccess access,
      EnrolledNode node,
      NodeOrder ask,
      Class<T> kind,
      Consumer<NodeOrders.Kept> kept) {
    AuditEntry entry =
        AuditEntry.of(order.actor(), AuditAction.NODE_ORDER, order.connection(), order.requestId())
            .with("node", node.id())
            .with("kind", ask.kind());
    AuditEntry whole =
        Optional.ofNullable(ask.operation())
            .map(operation -> entry.with("operation", ask.service() + "." + operation))
            .orElse(entry);
    return trail.record(
        whole,
        facts ->
            orders.give(
                order.actor(),
                access,
                node,
                ask,
                kind,
                taken -> {
                  taken.into(facts);
                  kept.accept(taken);
                }));
  }

  private static CheckOutcome outcome(ProblemException thrown) {
    Problem problem = thrown.problem();
    return switch (problem.errorCode()) {
      case NODE_ADDRESS_REFUSED -> CheckOutcome.NODE_ADDRESS_REFUSED;
      case NODE_NOT_TRUSTED -> CheckOutcome.NODE_NOT_TRUSTED;
      case NODE_REFUSED -> CheckOutcome.NODE_REFUSED_US;
      case NODE_REVOKED, NODE_NOT_ENROLLED, NODE_UNKNOWN -> CheckOutcome.NODE_REVOKED;
      case NODE_UNREACHABLE -> CheckOutcome.NODE_UNREACHABLE;
      case NODE_NOT_DIALLED -> CheckOutcome.NODE_NOT_DIALLED;
      case CONNECTION_BUSY -> CheckOutcome.NODE_BUSY;
      case NODE_FAILED, NODE_OUTDATED -> CheckOutcome.NODE_FAILED;
      case NODE_OPERATION_NOT_ALLOWED -> CheckOutcome.NODE_LACKS;
      default -> {
        if (problem.errorCode() == ErrorCode.ONPREM_OFF
            || problem.errorCode() == ErrorCode.AUDIT_UNAVAILABLE) {
          throw thrown;
        }
        yield CheckOutcome.UNREACHABLE;
      }
    };
  }
}
