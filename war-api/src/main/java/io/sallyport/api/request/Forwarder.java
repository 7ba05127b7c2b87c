package io.sallyport.api.request;

import io.sallyport.api.credentials.Attribution;
import io.sallyport.api.credentials.AwsProblems;
import io.sallyport.api.credentials.Entry;
import io.sallyport.api.credentials.HeldSessions;
import io.sallyport.api.credentials.RoleSession;
import io.sallyport.api.credentials.RoleSessions;
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
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.Capability;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.AccountVault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * Forwards one allowed operation into a customer's account: only through a verified connection,
 * only into a region that the customer sealed, under a session policy cut to that operation. The
 * first request of its kind opens the envelope and assumes the role; others within minutes use the
 * session that it got, whose name stands in the outcome of each.
 */
@ApplicationScoped
public class Forwarder {
  private final AllowList allowList = AllowList.ofThisRelease();

  @Inject private SdkOperations operations;
  @Inject private RoleSessions sessions;
  @Inject private HeldSessions held;
  @Inject private AuditTrail trail;
  @Inject private ConnectionRecords records;
  @Inject private AccountVault vault;

  /**
   * Forwards.
   *
   * @throws ProblemException naming what was wrong; AWS's own error is kept whole
   */
  public ServiceAnswer forward(ServiceRequest request) {
    AllowedOperation operation = allowList.find(request.service(), request.operation());
    Region region = region(request.region());
    AwsRequest aws = operations.request(operation, request.parameters());
    AuditEntry entry =
        AuditEntry.of(
                request.actor(),
                AuditAction.REQUEST_FORWARD,
                request.connection(),
                request.requestId())
            .with("service", operation.service())
            .with("operation", operation.name())
            .with("region", region.id());
    return trail.record(entry, facts -> forward(request, operation, region, aws, facts));
  }

  private ServiceAnswer forward(
      ServiceRequest request,
      AllowedOperation operation,
      Region region,
      AwsRequest aws,
      OutcomeFacts facts) {
    HeldSessions.Key key =
        new HeldSessions.Key(
            new ConnectionId(request.connection()),
            usableVersion(request, operation),
            request.actor().personId(),
            region,
            operation.actions());
    RoleSession session = held.get(key, () -> enter(request, operation, region));
    facts.add("session", session.name());
    try {
      return call(request, operation, region, aws, session);
    } catch (SdkException e) {
      if (!AwsProblems.isSessionGone(e) || session.name().equals(sessionName(request))) {
        throw AwsProblems.calling(e);
      }
    }
    // AWS turned the held session away before it did anything: once more, with one of our own.
    held.drop(key);
    RoleSession own = held.get(key, () -> enter(request, operation, region));
    facts.add("session", own.name());
    try {
      return call(request, operation, region, aws, own);
    } catch (SdkException e) {
      throw AwsProblems.calling(e);
    }
  }

  private static String sessionName(ServiceRequest request) {
    return Entry.sessionName(request.requestId());
  }

  private ServiceAnswer call(
      ServiceRequest request,
      AllowedOperation operation,
      Region region,
      AwsRequest aws,
      RoleSession session) {
    AwsResponse response =
        operations.call(
            operation, aws, region, session.credentials(), new ConnectionId(request.connection()));
    return new ServiceAnswer(
        request.requestId(), response.responseMetadata().requestId(), PojoWriter.write(response));
  }

  /** What is not there (any more), or not sound, is not entered, and no session of it is held. */
  private int usableVersion(ServiceRequest request, AllowedOperation operation) {
    ConnectionId connection = new ConnectionId(request.connection());
    ConnectionStanding standing;
    try {
      standing = records.standing(request.actor(), connection);
      requireUsable(standing.state());
    } catch (ProblemException e) {
      held.drop(connection);
      throw e;
    }
    if (!operation.isPartOf(standing.capabilities())) {
      throw ProblemException.in(
          ErrorCode.CAPABILITY_MISSING,
          "operation",
          "It was made for " + Capability.codes(standing.capabilities()) + ".");
    }
    return standing.version();
  }

  /** The cold way: opens the envelope, and assumes the role. */
  private RoleSession enter(ServiceRequest request, AllowedOperation operation, Region region) {
    Actor actor = request.actor();
    ConnectionId connection = new ConnectionId(request.connection());
    ExternalId externalId = records.externalId(actor);
    AccountInformation account =
        vault.open(records.sealed(actor, connection), actor, request.requestId());
    if (!account.regions().contains(new RegionName(region.id()))) {
      throw ProblemException.in(ErrorCode.REGION_NOT_SEALED, "region", null);
    }
    return enter(
        actor,
        connection,
        new Entry(
            account.role(),
            Optional.of(externalId),
            Optional.of(
                new Attribution(
                    actor.tenantId(),
                    actor.personId(),
                    operation.service() + ":" + operation.name())),
            request.requestId(),
            region,
            operation.actions()));
  }

  private RoleSession enter(Actor actor, ConnectionId connection, Entry entry) {
    AuditEntry audit =
        AuditEntry.of(actor, AuditAction.ROLE_ASSUME, connection, entry.requestId())
            .with("session", entry.sessionName())
            .with("actions", entry.actions());
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

  private static void requireUsable(ConnectionState state) {
    switch (state) {
      case VERIFIED, DEGRADED -> {}
      case UNSAFE -> throw new ProblemException(ErrorCode.CONNECTION_UNSAFE);
      case UNTESTED, BROKEN -> throw new ProblemException(ErrorCode.CONNECTION_NOT_VERIFIED);
    }
  }

  private static Region region(String code) {
    boolean known = Region.regions().stream().anyMatch(region -> region.id().equals(code));
    if (!known || Region.of(code).isGlobalRegion()) {
      throw ProblemException.in(ErrorCode.REGION_UNKNOWN, "region", null);
    }
    return Region.of(code);
  }
}
