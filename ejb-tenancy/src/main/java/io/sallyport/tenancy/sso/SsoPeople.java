package io.sallyport.tenancy.sso;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.company.Person;
import io.sallyport.tenancy.company.ProvisionedPeople;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The people whom a company's provider knows: by issuer and subject, within that company alone.
 * Whoever calls has verified the claims.
 */
@Stateless
@TenantBound
@PermitAll
public class SsoPeople {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Inject private ProvisionedPeople people;

  /** Who it is; empty for somebody who has not been here. */
  public Optional<Actor> find(TenantId tenant, Claimed claimed) {
    return entities
        .createQuery(
            "select i from SsoIdentity i where i.issuer = :issuer and i.subject = :subject",
            SsoIdentity.class)
        .setParameter("issuer", claimed.issuer())
        .setParameter("subject", claimed.subject())
        .getResultStream()
        .findFirst()
        .map(identity -> new Actor(tenant.value(), identity.personId()));
  }

  /** Makes the person of somebody who has not been here: person and identity, or neither. */
  public void join(Actor person, Claimed claimed, String name, Role role) {
    people.join(person, name, role);
    entities.persist(new SsoIdentity(person, claimed));
  }

  /** Gives the person the name and the role that the provider says, and answers who they are. */
  public SignedIn signIn(Actor person, String name, Role role) {
    return people.follow(person, name, role);
  }

  /**
   * Remembers a sign-in, so that the provider can end it.
   *
   * @param sid the provider's name for its session, or null
   */
  public void remember(Actor person, UUID signIn, Claimed claimed, String sid) {
    entities.persist(new SsoSession(signIn, person, claimed, sid));
  }

  /** Whether the person may still enter: nobody has removed them. */
  public boolean mayEnter(Actor actor) {
    return Optional.ofNullable(entities.find(Person.class, actor.person()))
        .filter(person -> person.removedAt() == null)
        .isPresent();
  }

  /** The person ends it themselves: there is nothing left for the provider to end. */
  public void forget(Actor person, UUID signIn) {
    Optional.ofNullable(entities.find(SsoSession.class, signIn)).ifPresent(entities::remove);
  }

  /** Ends a sign-in: its next request is nobody's. */
  public void end(Actor person, UUID signIn) {
    entities
        .createQuery("update SignIn s set s.endedAt = :now where s.id = :id and s.endedAt is null")
        .setParameter("now", Instant.now())
        .setParameter("id", signIn)
        .executeUpdate();
    forget(person, signIn);
  }

  /**
   * The sign-ins that a provider means.
   *
   * @param subject what it calls the person, or null for whoever had the session
   * @param sid its name for the session, or null for all of the person's
   */
  public List<Ended> meant(TenantId tenant, String issuer, String subject, String sid) {
    return entities
        .createQuery(
            "select s from SsoSession s where s.issuer = :issuer"
                + " and (:subject is null or s.subject = :subject)"
                + " and (:sid is null or s.sid = :sid)",
            SsoSession.class)
        .setParameter("issuer", issuer)
        .setParameter("subject", subject)
        .setParameter("sid", sid)
        .getResultStream()
        .map(
            session -> new Ended(new Actor(tenant.value(), session.personId()), session.signInId()))
        .toList();
  }

  /**
   * A sign-in that is to end.
   *
   * @param person whose it is
   * @param signIn which
   */
  public record Ended(Actor person, UUID signIn) {}
}
