package io.sallyport.tenancy.team;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.tenancy.company.Invitation;
import io.sallyport.tenancy.company.Person;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SingleUseCode;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One's company's people. Whoever is changed or removed is so at their next request, wherever they
 * are signed in; the last administrator stays one: the database itself refuses otherwise.
 */
@Stateless
@TenantBound
@RolesAllowed(Role.TENANT_ADMIN)
public class Team {
  /** How long an invitation may be accepted. */
  public static final Duration INVITED = Duration.ofHours(72);

  /** As many as may be open at once. */
  public static final int MOST_INVITED = 50;

  private static final int SHOWN = 500;

  private final SecureRandom random = new SecureRandom();

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /** Everybody who was not removed, by name; at most 500. */
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public List<Member> members(Actor actor) {
    Map<UUID, Instant> seen =
        byPerson("select s.personId, max(s.lastSeenAt) from SignIn s group by s.personId");
    Map<UUID, Long> passkeys =
        byPerson(
            "select k.personId, count(k) from Passkey k where k.copiedAt is null"
                + " group by k.personId");
    return entities
        .createQuery(
            "select p from Person p where p.removedAt is null order by lower(p.displayName), p.id",
            Person.class)
        .setMaxResults(SHOWN)
        .getResultStream()
        .map(
            person ->
                new Member(person, passkeys.getOrDefault(person.id(), 0L), seen.get(person.id())))
        .toList();
  }

  @SuppressWarnings("unchecked") // What the query selects.
  private <T> Map<UUID, T> byPerson(String query) {
    return entities
        .createQuery(query, Object[].class)
        .getResultStream()
        .collect(Collectors.toMap(row -> (UUID) row[0], row -> (T) row[1]));
  }

  /** The invitations that nobody has accepted yet, the oldest first. */
  public List<Invitation> invitations(Actor actor) {
    return entities
        .createQuery(
            "select i from Invitation i where i.usedAt is null and i.withdrawnAt is null"
                + " and i.expiresAt > :now order by i.createdAt",
            Invitation.class)
        .setParameter("now", Instant.now())
        .setMaxResults(MOST_INVITED)
        .getResultList();
  }

  /**
   * An invitation that was made.
   *
   * @param person who its holder becomes
   * @param code for its holder, once: it is not kept
   */
  public record Invited(UUID person, SingleUseCode code) {}

  /**
   * Invites somebody, for 72 hours.
   *
   * @param role one of {@link Role#CUSTOMERS}
   * @throws ProblemException {@code SP-INVITATION-LIMIT}, {@code SP-REGISTRATION-INVALID} for a
   *     name that cannot be used
   */
  public Invited invite(Actor actor, String name, Role role) {
    if (invitations(actor).size() >= MOST_INVITED) {
      throw new ProblemException(ErrorCode.INVITATION_LIMIT);
    }
    SingleUseCode code = SingleUseCode.forLink(random);
    Invitation made =
        new Invitation(
            actor, code, Companies.name("name", name), role, Instant.now().plus(INVITED));
    entities.persist(made);
    return new Invited(made.personId(), code);
  }

  /**
   * Takes an invitation back.
   *
   * @throws ProblemException {@code SP-INVITATION-UNKNOWN}
   */
  public void withdraw(Actor actor, UUID person) {
    int withdrawn =
        entities
            .createQuery(
                "update Invitation i set i.withdrawnAt = :now where i.personId = :person"
                    + " and i.usedAt is null and i.withdrawnAt is null")
            .setParameter("now", Instant.now())
            .setParameter("person", person)
            .executeUpdate();
    if (withdrawn == 0) {
      throw new ProblemException(ErrorCode.INVITATION_UNKNOWN);
    }
  }

  /**
   * Gives somebody another role.
   *
   * @param role one of {@link Role#CUSTOMERS}
   * @throws ProblemException {@code SP-PERSON-UNKNOWN}, {@code SP-ADMIN-LAST}
   */
  public void setRole(Actor actor, UUID person, Role role) {
    changed(person, found -> found.become(role));
    if (role != Role.ADMIN) {
      withdrawThoseOf(person);
    }
  }

  /**
   * Removes somebody: their passkeys are gone and their sessions end. Their name stays in the
   * trail.
   *
   * @throws ProblemException {@code SP-PERSON-UNKNOWN}, {@code SP-ADMIN-LAST}
   */
  public void remove(Actor actor, UUID person) {
    changed(person, found -> found.remove(Instant.now()));
    withdrawThoseOf(person);
    entities
        .createQuery("delete from Passkey k where k.personId = :person")
        .setParameter("person", person)
        .executeUpdate();
    endSignIns(person);
  }

  /** Whoever is no administrator any more has invited nobody. */
  private void withdrawThoseOf(UUID person) {
    entities
        .createQuery(
            "update Invitation i set i.withdrawnAt = :now where i.invitedBy = :person"
                + " and i.usedAt is null and i.withdrawnAt is null")
        .setParameter("now", Instant.now())
        .setParameter("person", person)
        .executeUpdate();
  }

  private void endSignIns(UUID person) {
    entities
        .createQuery(
            "update SignIn s set s.endedAt = :now where s.personId = :person and s.endedAt is null")
        .setParameter("now", Instant.now())
        .setParameter("person", person)
        .executeUpdate();
  }

  private void changed(UUID id, Function<Person, Boolean> change) {
    // Of two changes at the same moment the second waits here, and then sees what is left.
    boolean another =
        entities
            .createNativeQuery(
                "select id from person where removed_at is null and :admin = any(roles)"
                    + " order by id for update",
                UUID.class)
            .setParameter("admin", Role.TENANT_ADMIN)
            .getResultList()
            .stream()
            .anyMatch(admin -> !admin.equals(id));
    Person person = entities.find(Person.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (person == null || person.removedAt() != null) {
      throw new ProblemException(ErrorCode.PERSON_UNKNOWN);
    }
    boolean wasAdmin = person.roles().contains(Role.ADMIN);
    if (change.apply(person) && wasAdmin && !another) {
      throw new ProblemException(ErrorCode.ADMIN_LAST);
    }
    entities.flush();
  }

  /**
   * A role that a customer's person may have.
   *
   * @throws ProblemException {@code SP-ROLE-INVALID}
   */
  public static Role role(String name) {
    return Role.CUSTOMERS.stream()
        .filter(role -> role.roleName().equals(name))
        .findFirst()
        .orElseThrow(() -> ProblemException.in(ErrorCode.ROLE_INVALID, "role", null));
  }
}
