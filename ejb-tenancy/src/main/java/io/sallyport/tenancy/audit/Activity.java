package io.sallyport.tenancy.audit;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Shows a tenant its audit trail and proves it unbroken. */
@Stateless
@TenantBound
@RolesAllowed({
  Role.TENANT_ADMIN,
  Role.TENANT_USER,
  Role.TENANT_AUDITOR,
  Role.KEY_CUSTODIAN,
  Role.SECURITY_OFFICER,
  Role.VENDOR_AUDITOR
})
public class Activity {
  /** Of how many sessions {@link #entered} tells at most. */
  public static final int MOST_ENTERED = 5_000;

  private static final int PAGE = 50;
  private static final int CHUNK = 1_000;
  private static final int LOOKS = 200;
  private static final List<String> VENDORS =
      List.of(
          AuditAction.SUPPORT_LOOK.code(),
          AuditAction.RECOVERY_ASK.code(),
          AuditAction.RECOVERY_APPROVE.code());

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /**
   * A page of the trail, newest first.
   *
   * @param before only events with a smaller sequence number; empty starts at the newest
   * @return at most 50 events
   */
  public List<AuditEvent> page(Actor actor, OptionalLong before) {
    return within(actor, Within.ALL, before, PAGE);
  }

  /**
   * Which links; each that is empty does not matter.
   *
   * @param person who did it, a person or a program
   * @param from the first moment
   * @param until the first moment after
   */
  public record Within(Optional<UUID> person, Optional<Instant> from, Optional<Instant> until) {
    /** The whole trail. */
    public static final Within ALL =
        new Within(Optional.empty(), Optional.empty(), Optional.empty());

    private void narrow(StringBuilder query, Map<String, Object> values) {
      person.ifPresent(id -> only(query, values, "e.personId =", "person", id));
      from.ifPresent(at -> only(query, values, "e.at >=", "from", at));
      until.ifPresent(at -> only(query, values, "e.at <", "until", at));
    }
  }

  /**
   * A part of the trail, newest first.
   *
   * @param before only events with a smaller sequence number; empty starts at the newest
   * @param most how many at most
   */
  public List<AuditEvent> within(Actor actor, Within within, OptionalLong before, int most) {
    Map<String, Object> values = new HashMap<>();
    StringBuilder query =
        new StringBuilder("select e from AuditEvent e where e.sequence < :before");
    values.put("before", before.orElse(Long.MAX_VALUE));
    within.narrow(query, values);
    return found(query, values, most);
  }

  private List<AuditEvent> found(StringBuilder query, Map<String, Object> values, int most) {
    TypedQuery<AuditEvent> found =
        entities
            .createQuery(query.append(" order by e.sequence desc").toString(), AuditEvent.class)
            .setMaxResults(most);
    values.forEach(found::setParameter);
    return found.getResultList();
  }

  /**
   * What the vendor's people did here, newest first: looks, and recoveries they asked for.
   *
   * @return at most 200 events
   */
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public List<AuditEvent> looks(Actor actor) {
    return entities
        .createQuery(
            "select e from AuditEvent e where e.action in :actions and e.phase = 'INTENT'"
                + " order by e.sequence desc",
            AuditEvent.class)
        .setParameter("actions", VENDORS)
        .setMaxResults(LOOKS)
        .getResultList();
  }

  /**
   * Which requests; each that is empty does not matter.
   *
   * @param connection through which connection, also one that was removed
   * @param failedOnly whether those that did what was asked are left out
   * @param operation its name, of letters and digits
   * @param within by whom, and when
   */
  public record Asked(
      Optional<ConnectionId> connection,
      boolean failedOnly,
      Optional<String> operation,
      Within within) {}

  /**
   * What was asked of AWS, newest first: how each request ended.
   *
   * @param before only events with a smaller sequence number; empty starts at the newest
   * @param most how many at most
   */
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public List<AuditEvent> requests(Actor actor, Asked asked, OptionalLong before, int most) {
    Map<String, Object> values = new HashMap<>();
    StringBuilder query =
        new StringBuilder(
            "select e from AuditEvent e where e.action = 'request.forward'"
                + " and e.phase = 'OUTCOME' and e.sequence < :before");
    values.put("before", before.orElse(Long.MAX_VALUE));
    asked
        .connection()
        .ifPresent(id -> only(query, values, "e.subject =", "connection", id.toString()));
    asked
        .operation()
        .ifPresent(
            name ->
                only(
                    query,
                    values,
                    "e.facts like",
                    "operation",
                    "%\"operation\":\"" + name + "\"%"));
    asked.within().narrow(query, values);
    if (asked.failedOnly()) {
      query.append(" and e.outcome <> 'ok'");
    }
    return found(query, values, most);
  }

  private static void only(
      StringBuilder query, Map<String, Object> values, String what, String name, Object value) {
    query.append(" and ").append(what).append(" :").append(name);
    values.put(name, value);
  }

  /**
   * The role sessions that were entered in a time, the newest first; at most 5,000.
   *
   * @param actor somebody of the company
   */
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public List<AuditEvent> entered(Actor actor, Instant from, Instant to) {
    return entities
        .createQuery(
            "select e from AuditEvent e where e.action = 'role.assume' and e.phase = 'OUTCOME'"
                + " and e.outcome = 'ok' and e.at >= :from and e.at <= :to order by e.sequence desc",
            AuditEvent.class)
        .setParameter("from", from)
        .setParameter("to", to)
        .setMaxResults(MOST_ENTERED)
        .getResultList();
  }

  /** Recomputes the whole chain. */
  public ChainCheck check(Actor actor) {
    return checkFrom(ChainCheck.NOTHING);
  }

  /** Recomputes what was added since {@code earlier}, which found the chain whole. */
  public ChainCheck checkSince(Actor actor, ChainCheck earlier) {
    if (earlier.last() == null) {
      return check(actor);
    }
    AuditEvent same = entities.find(AuditEvent.class, earlier.last().id());
    return same == null || !same.hashHex().equals(earlier.last().hashHex())
        ? new ChainCheck(null, Optional.of(earlier.last().sequence()))
        : checkFrom(earlier);
  }

  private ChainCheck checkFrom(ChainCheck earlier) {
    AuditEvent previous = earlier.last();
    while (true) {
      List<AuditEvent> links =
          entities
              .createQuery(
                  "select e from AuditEvent e where e.sequence > :after order by e.sequence",
                  AuditEvent.class)
              .setParameter("after", previous == null ? 0L : previous.sequence())
              .setMaxResults(CHUNK)
              .getResultList();
      if (links.isEmpty()) {
        return new ChainCheck(previous, Optional.empty());
      }
      for (AuditEvent link : links) {
        if (!link.follows(previous)) {
          return new ChainCheck(
              previous, Optional.of(previous == null ? 1L : previous.sequence() + 1));
        }
        previous = link;
      }
      entities.clear();
    }
  }
}
