package io.sallyport.tenancy.connection;

import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.ConnectionRecords;
import io.sallyport.contract.connection.ConnectionStanding;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.tenancy.company.Tenant;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a decrypt node reads and writes of a tenant's connections. */
@Stateless
@TenantBound
@Local(ConnectionRecords.class)
@RolesAllowed("decrypt-node")
public class DecryptNodeRecords implements ConnectionRecords {
  @Inject private TestSchedule schedule;

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Override
  public ConnectionStanding standing(Actor actor, ConnectionId id) {
    Connection connection = connection(id);
    return new ConnectionStanding(
        connection.state(), connection.version(), connection.capabilities(), connection.way());
  }

  @Override
  public SealedRecord sealed(Actor actor, ConnectionId id) {
    Envelope.Key current = new Envelope.Key(id.value(), connection(id).version());
    return Optional.ofNullable(entities.find(Envelope.class, current))
        .orElseThrow(() -> new ProblemException(ErrorCode.CONNECTION_UNKNOWN))
        .toSealedRecord();
  }

  @Override
  public ExternalId externalId(Actor actor) {
    return Optional.ofNullable(entities.find(Tenant.class, actor.tenant()))
        .orElseThrow(() -> new ProblemException(ErrorCode.CONNECTION_UNKNOWN))
        .externalId();
  }

  @Override
  public void conclude(Actor actor, VerificationReport report) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    int written =
        entities
            .createQuery(
                "update Connection c set c.state = :state, c.testedAt = :now,"
                    + " c.soundAt = case when :sound = true then :now else c.soundAt end,"
                    + " c.nextTestAt = :next where c.id = :id and c.version = :version")
            .setParameter("state", report.state())
            .setParameter("now", now)
            .setParameter("sound", report.isConclusive() && report.state().isUsable())
            .setParameter("next", now.plus(schedule.after(report)))
            .setParameter("id", report.connection())
            .setParameter("version", report.version())
            .executeUpdate();
    if (written == 0) {
      return;
    }
    int position = 0;
    for (CheckResult result : report.checks()) {
      entities.persist(
          new ConnectionCheck(
              actor.tenant(), report.connection(), report.version(), position++, result, now));
    }
  }

  @Override
  public void testNow(Actor actor, ConnectionId connection) {
    // What was sealed anew meanwhile, a person tests first.
    entities
        .createQuery(
            "update Connection c set c.nextTestAt = :now where c.id = :id"
                + " and c.nextTestAt is not null")
        .setParameter("now", Instant.now())
        .setParameter("id", connection.value())
        .executeUpdate();
  }

  private Connection connection(ConnectionId id) {
    return Optional.ofNullable(entities.find(Connection.class, id.value()))
        .orElseThrow(() -> new ProblemException(ErrorCode.CONNECTION_UNKNOWN));
  }
}
