package io.sallyport.api.request;

import io.sallyport.api.aws.AwsProblems;
import io.sallyport.api.credentials.Attribution;
import io.sallyport.api.credentials.Entry;
import io.sallyport.api.credentials.HeldSessions;
import io.sallyport.api.credentials.RoleSession;
import io.sallyport.api.credentials.RoleSessions;
import io.sallyport.api.dispatch.HeldAccess;
import io.sallyport.api.dispatch.NodeOrders;
import io.sallyport.api.running.RunningRequests;
import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.audit.OutcomeFacts;
import io.sallyport.contract.connection.ConnectionRecords;
import io.sallyport.contract.connection.ConnectionStanding;
import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.identity.RegionName;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.Capability;
import io.sallyport.contract.request.Permission;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.AccountVault;
import io.sallyport.contract.vault.CrossAccountRole;
import io.sallyport.contract.vault.OnPremiseAccess;
import io.sallyport.contract.vault.SealedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * Lets one operation into a customer's account: only through a connection that is sound and was
 * made for it, only into a region that the customer sealed (or one of the few that a service is in
 * at all, or any, to compare CloudTrail), in a session cut to that operation. The first of its kind
 * opens the envelope and assumes the role; others within minutes use the session that it got.
 */
@ApplicationScoped
public class Admission {
  private static final Logger LOG = Logger.getLogger(Admission.class.getName());

  @Inject private RoleSessions sessions;
  @Inject private HeldSessions held;
  @Inject private HeldAccess nodes;
  @Inject private HeldAnswers answers;
  @Inject private RunningRequests running;
  @Inject private AuditTrail trail;
  @Inject private ConnectionRecords records;
  @Inject private AccountVault vault;

  /**
   * What wants to be let in.
   *
   * @param requestId names it
   * @param actor on whose behalf
   * @param connection through which connection
   * @param operation what is to be done
   * @param region where
   * @param resources what it touches; empty for whatever there is
   */
  public record Request(
      UUID requestId,
      Actor actor,
      ConnectionId connection,
      AllowedOperation operation,
      Region region,
      List<String> resources) {
    public Request {
      resources = List.copyOf(resources);
    }

    /** Whether a session was entered for this very request. */
    public boolean isOwn(RoleSession session) {
      return session.name().equals(Entry.sessionName(requestId));
    }
  }

  /**
   * The session for it, in a role.
   *
   * @param standing how the connection stands, by {@link #standing}
   * @throws ProblemException naming why there is none
   */
  public RoleSession session(Request request, ConnectionStanding standing) {
    return held.get(
        key(request, standing), () -> running.forOthersToo(() -> enter(request, standing)));
  }

  /**
   * The company's node that is to do it.
   *
   * @param standing how the connection stands, by {@link #standing}
   * @throws ProblemException naming why there is none
   */
  public OnPremiseAccess node(Request request, ConnectionStanding standing) {
    OnPremiseAccess access =
        nodes.get(
            request.actor().tenantId(),
            request.connection(),
            standing.version(),
            () ->
                (OnPremiseAccess)
                    vault.open(sealed(request, standing), request.actor(), request.requestId()));
    requireRegion(request, access);
    return access;
  }

  /**
   * Another session in place of one that AWS does not know any more. Of several that find so one
   * enters, and the others wait for it.
   *
   * @throws ProblemException as {@link #session}
   */
  public RoleSession anew(Request request, ConnectionStanding standing, RoleSession gone) {
    held.drop(gone);
    return session(request, standing);
  }

  /**
   * Notes the receipt of a node; where its trail lacks what it had, the connection is tested now.
   */
  public void kept(Request request, NodeOrders.Kept kept, OutcomeFacts facts) {
    kept.into(facts);
    if (!kept.continues()) {
      try {
        records.testNow(request.actor(), request.connection());
      } catch (RuntimeException e) {
        // It was done, and is said to be; the next one sees it, too.
        LOG.log(Level.WARNING, "A connection that should be tested now cannot be", e);
      }
    }
  }

  /** Has the next request of its kind enter anew. */
  public void drop(RoleSession session) {
    held.drop(session);
  }

  private static HeldSessions.Key key(Request request, ConnectionStanding standing) {
    return new HeldSessions.Key(
        request.actor().tenantId(),
        request.connection(),
        standing.version(),
        request.actor().personId(),
        request.region(),
        request.operation().permissions(),
        request.resources());
  }

  /**
   * How the connection stands. What is not there (any more), or not sound, is not entered, and
   * nothing of it is held.
   *
   * @throws ProblemException naming why it is not entered
   */
  public ConnectionStanding standing(Request request) {
    ConnectionStanding standing;
    try {
      standing = records.standing(request.actor(), request.connection());
      requireUsable(standing.state());
    } catch (ProblemException e) {
      // Of this tenant's: what another one calls by that id is none of theirs.
      TenantId tenant = request.actor().tenantId();
      held.drop(tenant, request.connection());
      nodes.drop(tenant, request.connection());
      answers.drop(tenant, request.connection());
      throw e;
    }
    if (!request.operation().isPartOf(standing.capabilities())) {
      throw ProblemException.in(
          ErrorCode.CAPABILITY_MISSING,
          "operation",
          "It was made for " + Capability.codes(standing.capabilities()) + ".");
    }
    return standing;
  }

  private static void requireUsable(ConnectionState state) {
    switch (state) {
      case VERIFIED, DEGRADED -> {}
      case UNSAFE -> throw new ProblemException(ErrorCode.CONNECTION_UNSAFE);
      case UNTESTED, BROKEN -> throw new ProblemException(ErrorCode.CONNECTION_NOT_VERIFIED);
    }
  }

  /** The cold way: opens the envelope, and assumes the role. */
  private RoleSession enter(Request request, ConnectionStanding standing) {
    Actor actor = request.actor();
    ExternalId externalId = records.externalId(actor);
    CrossAccountRole account =
        (CrossAccountRole) vault.open(sealed(request, standing), actor, request.requestId());
    AllowedOperation operation = request.operation();
    requireRegion(request, account);
    return enter(
        actor,
        request.connection(),
        new Entry(
            account.role(),
            Optional.of(externalId),
            Optional.of(
                new Attribution(
                    actor.tenantId(),
                    actor.personId(),
                    operation.service() + ":" + operation.name())),
            request.requestId(),
            request.region(),
            operation.permissions(),
            request.resources()));
  }

  /** What the connection was found sound with; not what was sealed since, which nobody tested. */
  private SealedRecord sealed(Request request, ConnectionStanding standing) {
    SealedRecord sealed = records.sealed(request.actor(), request.connection());
    if (sealed.context().version() != standing.version()) {
      throw new ProblemException(ErrorCode.CONNECTION_NOT_VERIFIED);
    }
    return sealed;
  }

  private static void requireRegion(Request request, AccountInformation account) {
    RegionName region = new RegionName(request.region().id());
    AllowedOperation operation = request.operation();
    if (!account.regions().contains(region)
        && !operation.at().isAtHome(region.value())
        && !operation.anywhere()) {
      throw ProblemException.in(ErrorCode.REGION_NOT_SEALED, "region", null);
    }
  }

  private RoleSession enter(Actor actor, ConnectionId connection, Entry entry) {
    AuditEntry audit =
        AuditEntry.of(actor, AuditAction.ROLE_ASSUME, connection, entry.requestId())
            .with("session", entry.sessionName())
            .with("region", entry.region().id())
            .with("actions", entry.permissions().stream().map(Permission::action).toList());
    return trail.record(
        audit,
        () -> {
          try {
            return sessions.enter(entry);
          } catch (SdkException e) {
            throw AwsProblems.entering(e);
          }
        });
  }

  /**
   * The region of that code.
   *
   * @throws ProblemException {@code SP-REGION-UNKNOWN}
   */
  public static Region region(String code) {
    boolean known = Region.regions().stream().anyMatch(region -> region.id().equals(code));
    if (!known || Region.of(code).isGlobalRegion()) {
      throw ProblemException.in(ErrorCode.REGION_UNKNOWN, "region", null);
    }
    return Region.of(code);
  }
}
