package io.sallyport.tenancy.closing;

import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.approval.Approval;
import io.sallyport.tenancy.approval.Approvals;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.Tenant;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Closes a company's account: a second administrator approves, or time passes in which it can be
 * called off: where there is none, and where one of the two may have made the other. What was
 * sealed is shredded, everybody is signed out for good, and the trail stays.
 */
@Stateless
@TenantBound
@RolesAllowed(Role.TENANT_ADMIN)
public class Closures {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Inject private Approvals approvals;

  @Inject
  @ConfigProperty(name = "sallyport.deletion.delay", defaultValue = "P7D")
  private Duration delay;

  /** The request that is not over yet: everybody of the company knows of it. */
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public Optional<Approval> pending(Actor actor) {
    return approvals.newest(Approval.Kind.TENANT_DELETION).stream()
        .filter(
            approval ->
                approval.state() == Approval.State.OPEN
                    || approval.state() == Approval.State.APPROVED)
        .findFirst();
  }

  /** Whether somebody else could approve. */
  public boolean hasSecondAdministrator(Actor actor) {
    return administrators() > 1;
  }

  private long administrators() {
    return ((Number)
            entities
                .createNativeQuery(
                    "select count(*) from person where removed_at is null and :admin = any(roles)",
                    Long.class)
                .setParameter("admin", Role.TENANT_ADMIN)
                .getSingleResult())
        .longValue();
  }

  /**
   * Asks that the company be closed. A lone administrator's request takes effect after the delay.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-APPROVAL-REFUSED}
   */
  public UUID request(Actor actor) {
    UUID asked =
        approvals.request(
            actor, actor.tenant(), Approval.Kind.TENANT_DELETION, actor.tenant().toString());
    if (administrators() == 1) {
      approvals.approveByDelay(Approval.Kind.TENANT_DELETION, asked, delay);
    }
    return asked;
  }

  /**
   * Approves what another administrator asked for. It takes effect at once if both have been
   * administrators for a week, without anybody having vouched for a passkey of theirs; otherwise
   * after the delay.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-APPROVAL-…}
   */
  public void approve(Actor actor, UUID asked) {
    UUID asker = approvals.find(Approval.Kind.TENANT_DELETION, asked).requestedBy();
    approvals.approve(
        actor,
        Approval.Kind.TENANT_DELETION,
        asked,
        areSettled(asker, actor.person()) ? Duration.ZERO : delay);
  }

  private boolean areSettled(UUID asker, UUID approver) {
    long settled =
        ((Number)
                entities
                    .createNativeQuery(
                        "select count(*) from person where id in (:asker, :approver)"
                            + " and admin_since <= now() - interval '7 days'",
                        Long.class)
                    .setParameter("asker", asker)
                    .setParameter("approver", approver)
                    .getSingleResult())
            .longValue();
    return settled == 2;
  }

  /** Calls it off. */
  public void cancel(Actor actor, UUID asked) {
    approvals.end(actor, Approval.Kind.TENANT_DELETION, asked);
  }

  /**
   * Closes it, if that was approved and has taken effect. All or nothing.
   *
   * @param certify makes the certificate, which is kept
   * @return the certificate
   * @throws io.sallyport.contract.error.ProblemException {@code SP-APPROVAL-…}
   */
  public String close(Actor actor, UUID asked, Function<Closed, String> certify) {
    approvals.find(Approval.Kind.TENANT_DELETION, asked);
    approvals.done(asked);
    String name = entities.find(Tenant.class, actor.tenant()).name();
    List<?> rows =
        entities
            .createNativeQuery(
                "select connection_id, version, envelope_hash, inner_kid, outer_kid"
                    + " from close_tenant(:asked)",
                Object[].class)
            .setParameter("asked", asked)
            .getResultList();
    Closed closed =
        new Closed(
            actor.tenant(),
            name,
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            rows.stream().map(Object[].class::cast).map(Closures::shredded).toList());
    String certificate = certify.apply(closed);
    entities
        .createNativeQuery(
            "insert into closure (tenant_id, certificate) values (:tenant, :certificate)")
        .setParameter("tenant", actor.tenant())
        .setParameter("certificate", certificate)
        .executeUpdate();
    return certificate;
  }

  private static Closed.Shredded shredded(Object[] row) {
    return new Closed.Shredded(
        (UUID) row[0],
        ((Number) row[1]).intValue(),
        HexFormat.of().formatHex((byte[]) row[2]),
        (String) row[3],
        (String) row[4]);
  }
}
