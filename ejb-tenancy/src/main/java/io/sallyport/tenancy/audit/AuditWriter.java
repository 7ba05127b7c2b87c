package io.sallyport.tenancy.audit;

import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Appends links, each in a transaction of its own, one at a time for each tenant. */
@Stateless
@TenantBound
@PermitAll
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class AuditWriter {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Inject
  @ConfigProperty(name = "sallyport.node.name")
  private String node;

  /** Appends an intent and answers its id. */
  public UUID intent(AuditEntry entry) {
    AuditEvent event = AuditEvent.intent(entry, node, now(), head(entry));
    entities.persist(event);
    return event.id();
  }

  /** Appends an outcome. */
  public void outcome(AuditEntry entry, UUID intent, String outcome) {
    entities.persist(AuditEvent.outcome(entry, intent, outcome, node, now(), head(entry)));
  }

  /** The last link; whoever reads it holds the tenant's chain until the transaction ends. */
  private AuditEvent head(AuditEntry entry) {
    entities
        .createNativeQuery(
            "select pg_advisory_xact_lock(hashtextextended(:chain, 0)) is null", Boolean.class)
        .setParameter("chain", "audit:" + entry.actor().tenant())
        .getSingleResult();
    return entities
        .createQuery("select e from AuditEvent e order by e.sequence desc", AuditEvent.class)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  /** PostgreSQL keeps microseconds; a hash must not change by being stored. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
