package io.sallyport.tenancy.support;

import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.Tenant;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.scope.Look;
import io.sallyport.tenancy.scope.TenantBound;
import io.sallyport.tenancy.signin.SignIn;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Facts about customers for the vendor's support: never what is sealed, and nothing that could be
 * used. Whoever calls writes the look into the customer's own trail first.
 */
@Stateless
@RolesAllowed(Role.VENDOR_SUPPORT)
public class Support {
  /** As many companies as a page has at most. */
  public static final int PAGE = 50;

  private static final int SHOWN = 200;
  private static final int EVENTS = 50;

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /**
   * A company in the list.
   *
   * @param unsound connections that are unsafe or broken
   */
  public record Company(
      UUID id, String name, Instant createdAt, long people, long connections, long unsound) {
    /** From which the next page goes on. */
    public String key() {
      return name + "|" + id;
    }
  }

  /**
   * Companies by name.
   *
   * @param after the last one's {@link Company#key}; empty starts at the first
   * @return at most 50
   */
  @RolesAllowed({Role.VENDOR_SUPPORT, Role.SECURITY_OFFICER})
  public List<Company> companies(Actor staff, Optional<String> after) {
    List<?> rows =
        entities
            .createNativeQuery(
                "select id, name, created_at, people, connections, unsound"
                    + " from tenants_after(:after, :most)",
                Object[].class)
            .setParameter("after", after.orElse("|"))
            .setParameter("most", PAGE)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new Company(
                    (UUID) row[0],
                    (String) row[1],
                    (Instant) row[2],
                    ((Number) row[3]).longValue(),
                    ((Number) row[4]).longValue(),
                    ((Number) row[5]).longValue()))
        .toList();
  }

  /**
   * What is known of a sealed record without opening it.
   *
   * @param size as far as its padding tells
   */
  public record Sealed(
      String alias,
      ConnectionState state,
      Instant testedAt,
      int version,
      String innerKid,
      String outerKid,
      String size,
      Instant sealedAt,
      boolean locked) {}

  /**
   * A company's state.
   *
   * @param sessions open ones, the last seen first
   * @param events of its trail, newest first
   * @param people names by person
   * @param administrators who could vouch for others, or be recovered
   */
  public record State(
      Tenant tenant,
      List<Sealed> records,
      List<SignIn> sessions,
      List<AuditEvent> events,
      Map<UUID, String> people,
      Map<UUID, String> administrators) {}

  /** A company's state. */
  @TenantBound
  public Optional<State> state(Look look) {
    return Optional.ofNullable(entities.find(Tenant.class, look.tenant().value()))
        .map(
            tenant -> new State(tenant, records(), sessions(), events(), people(), admins(tenant)));
  }

  private List<Sealed> records() {
    List<?> rows =
        entities
            .createNativeQuery(
                "select c.id, e.version, e.inner_kid, e.outer_kid, e.created_at,"
                    + " sealed_size(c.id, e.version), exists (select 1 from opening_lock l"
                    + " where l.connection_id = c.id and l.version = c.version)"
                    + " from connection c join sealed_envelope e"
                    + " on e.connection_id = c.id and e.version = c.version"
                    + " order by lower(c.alias) limit :most",
                Object[].class)
            .setParameter("most", SHOWN)
            .getResultList();
    return rows.stream().map(Object[].class::cast).map(this::sealed).toList();
  }

  private Sealed sealed(Object[] row) {
    Connection connection = entities.find(Connection.class, row[0]);
    return new Sealed(
        connection.alias(),
        connection.state(),
        connection.testedAt().orElse(null),
        ((Number) row[1]).intValue(),
        (String) row[2],
        (String) row[3],
        SizeClass.of(((Number) row[5]).longValue()),
        (Instant) row[4],
        (Boolean) row[6]);
  }

  private List<SignIn> sessions() {
    return entities
        .createQuery(
            "select s from SignIn s where s.endedAt is null and s.endsAt > :now"
                + " order by s.lastSeenAt desc",
            SignIn.class)
        .setParameter("now", Instant.now())
        .setMaxResults(SHOWN)
        .getResultList();
  }

  private List<AuditEvent> events() {
    return entities
        .createQuery("select e from AuditEvent e order by e.sequence desc", AuditEvent.class)
        .setMaxResults(EVENTS)
        .getResultList();
  }

  private Map<UUID, String> people() {
    return entities
        .createQuery("select p.id, p.displayName from Person p", Object[].class)
        .getResultStream()
        .collect(Collectors.toMap(row -> (UUID) row[0], row -> (String) row[1]));
  }

  private Map<UUID, String> admins(Tenant tenant) {
    List<?> rows =
        entities
            .createNativeQuery(
                "select id, display_name from administrators_of(:tenant)", Object[].class)
            .setParameter("tenant", tenant.id())
            .getResultList();
    Function<Object, Object[]> row = Object[].class::cast;
    return rows.stream()
        .map(row)
        .collect(Collectors.toMap(each -> (UUID) each[0], each -> (String) each[1]));
  }

  /**
   * A request that waits for the vendor's staff.
   *
   * @param id the approval's
   */
  public record Waiting(UUID id, UUID tenant, String company) {}

  /** Recoveries that somebody asked for and that are not over, over all companies. */
  @RolesAllowed({Role.VENDOR_SUPPORT, Role.SECURITY_OFFICER})
  public List<Waiting> recoveries(Actor staff) {
    List<?> rows =
        entities
            .createNativeQuery(
                "select id, tenant_id, tenant_name from approvals_for_staff('tenant-recovery')",
                Object[].class)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new Waiting((UUID) row[0], (UUID) row[1], (String) row[2]))
        .toList();
  }
}
