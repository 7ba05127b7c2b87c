package io.sallyport.tenancy.recovery;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.tenancy.approval.Approval;
import io.sallyport.tenancy.approval.Approvals;
import io.sallyport.tenancy.company.Person;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SingleUseCode;
import io.sallyport.tenancy.passkey.NewPasskey;
import io.sallyport.tenancy.passkey.Passkey;
import io.sallyport.tenancy.scope.Look;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Schedule;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives somebody access again who lost every passkey. An administrator of theirs vouches for them;
 * where nobody is left who could, the vendor's support and a security officer do so together, and
 * it takes effect after a delay in which the company sees it and may stop it.
 */
@Stateless
public class Recoveries {
  /** How long a code may be read out. */
  public static final Duration CODE = Duration.ofHours(1);

  private static final String NAME = "Recovered passkey";

  /** Somebody who was there this lately can vouch. */
  private static final Duration PRESENT = Duration.ofDays(7);

  /** After it took effect, how long it can be finished. */
  private static final Duration FINISH = Duration.ofDays(7);

  private final SecureRandom random = new SecureRandom();

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Inject private Approvals approvals;

  @Inject
  @ConfigProperty(name = "sallyport.recovery.delay", defaultValue = "PT48H")
  private Duration delay;

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  /**
   * Keeps a new passkey that is nobody's yet.
   *
   * @param passkey already verified
   * @return the code to read out, once: it is not kept
   */
  @PermitAll
  public SingleUseCode begin(NewPasskey passkey) {
    SingleUseCode code = SingleUseCode.toReadOut(random);
    entities.persist(new Recovery(code, passkey, Instant.now().plus(CODE)));
    return code;
  }

  /**
   * Vouches for one of one's own company's people: the passkey becomes theirs, every other one is
   * gone, and they are signed out everywhere.
   *
   * @throws ProblemException {@code SP-RECOVERY-REFUSED} for a code that is unknown, used or
   *     expired; {@code SP-PERSON-UNKNOWN}; {@code SP-APPROVAL-SAME-PERSON} for oneself
   */
  @TenantBound
  @RolesAllowed(Role.TENANT_ADMIN)
  public void vouch(Actor actor, String code, UUID person) {
    if (person.equals(actor.person())) {
      throw new ProblemException(ErrorCode.APPROVAL_SAME_PERSON);
    }
    present(person);
    Recovery recovery = unclaimed(code);
    recovery.belongsTo(actor.tenant(), person);
    give(recovery);
  }

  /**
   * Asks that an administrator be recovered by the vendor.
   *
   * @throws ProblemException as {@link #vouch}, and {@code SP-RECOVERY-NOT-NEEDED} when another
   *     administrator was there lately, who can vouch
   */
  @TenantBound
  @RolesAllowed(Role.VENDOR_SUPPORT)
  public UUID ask(Look look, String code, UUID person) {
    Person administrator = present(person);
    if (!administrator.roles().contains(Role.ADMIN)) {
      throw new ProblemException(ErrorCode.PERSON_UNKNOWN);
    }
    if (anotherIsThere(person)) {
      throw new ProblemException(ErrorCode.RECOVERY_NOT_NEEDED);
    }
    Recovery recovery = unclaimed(code);
    recovery.belongsTo(look.tenant().value(), person);
    UUID approval =
        approvals.request(
            look.staff(), look.tenant().value(), Approval.Kind.TENANT_RECOVERY, person.toString());
    recovery.awaits(approval, Instant.now().plus(Approvals.WAITS).plus(delay).plus(FINISH));
    return approval;
  }

  private boolean anotherIsThere(UUID person) {
    return entities
        .createQuery(
            "select p from Person p where p.id <> :person and p.removedAt is null"
                + " and exists (select s from SignIn s where s.personId = p.id"
                + " and s.lastSeenAt > :lately)",
            Person.class)
        .setParameter("person", person)
        .setParameter("lately", Instant.now().minus(PRESENT))
        .getResultStream()
        .anyMatch(other -> other.roles().contains(Role.ADMIN));
  }

  /**
   * Approves what support asked for, as a security officer; it takes effect after the delay.
   *
   * @throws ProblemException {@code SP-APPROVAL-…}
   */
  @TenantBound
  @RolesAllowed(Role.SECURITY_OFFICER)
  public void approve(Look look, UUID approval) {
    approvals.approve(look.staff(), Approval.Kind.TENANT_RECOVERY, approval, delay);
  }

  /** Declines it, or takes back what was asked. */
  @TenantBound
  @RolesAllowed({Role.VENDOR_SUPPORT, Role.SECURITY_OFFICER})
  public void decline(Look look, UUID approval) {
    approvals.end(look.staff(), Approval.Kind.TENANT_RECOVERY, approval);
  }

  /** Stops it, as one of the company's own administrators. */
  @TenantBound
  @RolesAllowed(Role.TENANT_ADMIN)
  public void stop(Actor actor, UUID approval) {
    approvals.end(actor, Approval.Kind.TENANT_RECOVERY, approval);
  }

  /**
   * A recovery by the vendor that is under way.
   *
   * @param approval the request
   * @param person who gets access again
   */
  public record Pending(Approval approval, String person) {}

  /** Those under way in a company, for its own people. */
  @TenantBound
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public List<Pending> pending(Actor actor) {
    return underWay();
  }

  /** The same for the vendor's staff. */
  @TenantBound
  @RolesAllowed({Role.VENDOR_SUPPORT, Role.SECURITY_OFFICER})
  public List<Pending> pendingAt(Look look) {
    return underWay();
  }

  private List<Pending> underWay() {
    return approvals.newest(Approval.Kind.TENANT_RECOVERY).stream()
        .filter(
            approval ->
                approval.state() == Approval.State.OPEN
                    || approval.state() == Approval.State.APPROVED)
        .map(
            approval ->
                new Pending(
                    approval,
                    entities.find(Person.class, UUID.fromString(approval.subject())).displayName()))
        .toList();
  }

  /** The tenant of a recovery that was asked for, and nothing else. */
  @PermitAll
  public Optional<TenantId> tenantOf(String code) {
    UUID tenant =
        (UUID)
            entities
                .createNativeQuery("select tenant_of_recovery(:hash)", UUID.class)
                .setParameter("hash", hash(code))
                .getSingleResult();
    return Optional.ofNullable(tenant).map(TenantId::new);
  }

  /**
   * Whom a recovery that has taken effect is for.
   *
   * @throws ProblemException {@code SP-RECOVERY-REFUSED}, the same for every reason
   */
  @TenantBound
  @PermitAll
  public UUID personOf(TenantId tenant, String code) {
    return effective(code).personId();
  }

  /**
   * Finishes a recovery that has taken effect.
   *
   * @throws ProblemException {@code SP-RECOVERY-REFUSED}, the same for every reason
   */
  @TenantBound
  @PermitAll
  public void finish(TenantId tenant, String code) {
    Recovery recovery = effective(code);
    give(recovery);
    approvals.done(recovery.approvalId());
  }

  private Recovery effective(String code) {
    return open(code)
        .filter(recovery -> recovery.approvalId() != null)
        .filter(
            recovery -> {
              Approval approval =
                  approvals.find(Approval.Kind.TENANT_RECOVERY, recovery.approvalId());
              return approval.state() == Approval.State.APPROVED
                  && !Instant.now().isBefore(approval.effectiveAt());
            })
        .orElseThrow(Recoveries::refused);
  }

  private Recovery unclaimed(String code) {
    return open(code)
        .filter(recovery -> recovery.personId() == null)
        .orElseThrow(Recoveries::refused);
  }

  private Optional<Recovery> open(String code) {
    return Optional.ofNullable(entities.find(Recovery.class, hash(code)))
        .filter(recovery -> recovery.isOpen(Instant.now()));
  }

  private Person present(UUID id) {
    return Optional.ofNullable(entities.find(Person.class, id))
        .filter(person -> person.removedAt() == null)
        .orElseThrow(() -> new ProblemException(ErrorCode.PERSON_UNKNOWN));
  }

  /** All that could be somebody else's is gone before the new one is there. */
  private void give(Recovery recovery) {
    recovery.use(Instant.now());
    entities.persist(
        new Passkey(new Actor(recovery.tenantId(), recovery.personId()), recovery.passkey(), NAME));
    entities.flush();
    entities
        .createQuery("delete from Passkey k where k.personId = :person and k.credentialId <> :kept")
        .setParameter("person", recovery.personId())
        .setParameter("kept", recovery.passkey().credentialId())
        .executeUpdate();
    entities
        .createQuery(
            "update SignIn s set s.endedAt = :now where s.personId = :person and s.endedAt is null")
        .setParameter("now", Instant.now())
        .setParameter("person", recovery.personId())
        .executeUpdate();
  }

  /** Forgets codes that nobody vouched for; the passkeys that came with them are nobody's. */
  @Schedule(hour = "*", minute = "27", persistent = false)
  void forget() {
    if (NodeKind.of(kind) == NodeKind.WEB) {
      entities.createNativeQuery("select forget_recoveries()", Long.class).getSingleResult();
    }
  }

  private static byte[] hash(String code) {
    try {
      return SingleUseCode.heard(code).hash();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.RECOVERY_REFUSED, e);
    }
  }

  private static ProblemException refused() {
    return new ProblemException(ErrorCode.RECOVERY_REFUSED);
  }
}
