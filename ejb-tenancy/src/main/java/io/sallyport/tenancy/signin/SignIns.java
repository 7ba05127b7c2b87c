package io.sallyport.tenancy.signin;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.company.Person;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.company.Tenant;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Says who is there. A request counts as somebody's only while their sign-in is open, comes with
 * the browser's own secret, and they have not been removed; roles are read anew each time, so that
 * a change takes effect at once.
 */
@Stateless
@TenantBound
@RolesAllowed({
  Role.TENANT_ADMIN,
  Role.TENANT_USER,
  Role.TENANT_AUDITOR,
  Role.KEY_CUSTODIAN,
  Role.VENDOR_SUPPORT,
  Role.VENDOR_OPERATOR,
  Role.SECURITY_OFFICER,
  Role.VENDOR_AUDITOR
})
public class SignIns {
  /** How exactly the last sight of somebody is known: not every request writes. */
  private static final Duration SIGHT = Duration.ofSeconds(30);

  private static final int SHOWN = 50;

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /** Begins a sign-in of somebody who has just proved who they are. */
  @PermitAll
  public Visit begin(Actor actor, SignedIn person, NewSignIn made) {
    SignIn begun = new SignIn(actor, made);
    entities.persist(begun);
    return new Visit(person, begun.id(), begun.method(), begun.freshUntil());
  }

  /**
   * Whose request it is.
   *
   * @param proofHash SHA-256 of what the browser sent
   * @param idle after which without a request a sign-in ends by itself
   * @return empty for a sign-in that is over, unknown, or another browser's
   */
  @PermitAll
  public Optional<Visit> resume(TenantId tenant, UUID id, byte[] proofHash, Duration idle) {
    Instant now = Instant.now();
    return entities
        .createQuery(
            "select s, p, t from SignIn s, Person p, Tenant t"
                + " where s.id = :id and p.id = s.personId and p.removedAt is null"
                + " and t.id = :tenant",
            Object[].class)
        .setParameter("id", id)
        .setParameter("tenant", tenant.value())
        .getResultStream()
        .findFirst()
        .filter(row -> isTheirs((SignIn) row[0], proofHash, now, idle))
        .map(row -> visit((SignIn) row[0], ((Person) row[1]).at((Tenant) row[2]), now));
  }

  private static boolean isTheirs(SignIn signIn, byte[] proofHash, Instant now, Duration idle) {
    return signIn.isOpen(now, idle) && MessageDigest.isEqual(signIn.proofHash(), proofHash);
  }

  private Visit visit(SignIn signIn, SignedIn person, Instant now) {
    if (now.isAfter(signIn.lastSeenAt().plus(SIGHT))) {
      see(signIn.id(), now);
    }
    return new Visit(person, signIn.id(), signIn.method(), signIn.freshUntil());
  }

  private void see(UUID id, Instant now) {
    entities
        .createQuery("update SignIn s set s.lastSeenAt = :now where s.id = :id")
        .setParameter("now", now)
        .setParameter("id", id)
        .executeUpdate();
  }

  /** The person has proved again who they are. */
  public void confirm(Actor actor, UUID id, Instant freshUntil) {
    entities
        .createQuery(
            "update SignIn s set s.freshUntil = :until"
                + " where s.id = :id and s.personId = :person and s.endedAt is null")
        .setParameter("until", freshUntil)
        .setParameter("id", id)
        .setParameter("person", actor.person())
        .executeUpdate();
  }

  /** One's own that are open, the last seen first; at most 50. */
  public List<SignIn> own(Actor actor, Duration idle) {
    Instant now = Instant.now();
    return entities
        .createQuery(
            "select s from SignIn s where s.personId = :person and s.endedAt is null"
                + " and s.endsAt > :now and s.lastSeenAt > :idle order by s.lastSeenAt desc",
            SignIn.class)
        .setParameter("person", actor.person())
        .setParameter("now", now)
        .setParameter("idle", now.minus(idle))
        .setMaxResults(SHOWN)
        .getResultList();
  }

  /**
   * Ends one of one's own.
   *
   * @throws ProblemException {@code SP-SESSION-UNKNOWN}
   */
  public void end(Actor actor, UUID id) {
    int ended =
        entities
            .createQuery(
                "update SignIn s set s.endedAt = :now"
                    + " where s.id = :id and s.personId = :person and s.endedAt is null")
            .setParameter("now", Instant.now())
            .setParameter("id", id)
            .setParameter("person", actor.person())
            .executeUpdate();
    if (ended == 0) {
      throw new ProblemException(ErrorCode.SESSION_UNKNOWN);
    }
  }

  /** Ends all of one's own but the one that asks. */
  public void endOthers(Actor actor, UUID kept) {
    entities
        .createQuery(
            "update SignIn s set s.endedAt = :now"
                + " where s.id <> :id and s.personId = :person and s.endedAt is null")
        .setParameter("now", Instant.now())
        .setParameter("id", kept)
        .setParameter("person", actor.person())
        .executeUpdate();
  }
}
