package io.sallyport.tenancy.audit;

import io.sallyport.contract.identity.TenantId;
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
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Appends links of one tenant, in a transaction of their own, which nobody else of it has then. */
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

  /** Appends them in that order: all, or none. */
  public void append(TenantId tenant, List<NewLink> links) {
    AuditEvent.Head head = head();
    for (NewLink link : links) {
      AuditEvent event = new AuditEvent(link, node, now(), head);
      entities.persist(event);
      head = event.head();
    }
  }

  /** The last link; whoever reads it holds the tenant's chain until the transaction ends. */
  private AuditEvent.Head head() {
    List<?> last =
        entities
            .createNativeQuery("select sequence, hash from audit_head()", Object[].class)
            .getResultList();
    return last.stream()
        .map(Object[].class::cast)
        .map(row -> new AuditEvent.Head((Long) row[0], (byte[]) row[1]))
        .findFirst()
        .orElse(AuditEvent.Head.GENESIS);
  }

  /** PostgreSQL keeps microseconds; a hash must not change by being stored. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
