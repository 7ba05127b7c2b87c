package io.sallyport.tenancy.connection;

import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.vault.OpeningBudget;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Failures to open, and what is locked because of them. */
@Stateless
@TenantBound
@Local(OpeningBudget.class)
@RolesAllowed("decrypt-node")
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OpeningFailures implements OpeningBudget {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Override
  public boolean isLocked(Actor actor, SealingContext context) {
    return ((Number)
                entities
                    .createNativeQuery(
                        "select count(*) from opening_lock"
                            + " where connection_id = :connection and version = :version",
                        Long.class)
                    .setParameter("connection", context.record().value())
                    .setParameter("version", context.version())
                    .getSingleResult())
            .longValue()
        > 0;
  }

  @Override
  public boolean countFailure(Actor actor, SealingContext context) {
    write("insert into opening_failure (tenant_id, connection_id, version) values", "", context);
    Number recent =
        (Number)
            entities
                .createNativeQuery(
                    "select count(*) from opening_failure where connection_id = :connection"
                        + " and version = :version and at > now() - interval '1 hour'",
                    Long.class)
                .setParameter("connection", context.record().value())
                .setParameter("version", context.version())
                .getSingleResult();
    return recent.longValue() >= FAILURES
        && write(
                "insert into opening_lock (tenant_id, connection_id, version) values",
                " on conflict do nothing",
                context)
            == 1;
  }

  private int write(String insert, String conflict, SealingContext context) {
    return entities
        .createNativeQuery(insert + " (:tenant, :connection, :version)" + conflict)
        .setParameter("tenant", context.tenant().value())
        .setParameter("connection", context.record().value())
        .setParameter("version", context.version())
        .executeUpdate();
  }
}
