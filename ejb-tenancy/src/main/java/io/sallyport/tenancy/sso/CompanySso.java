package io.sallyport.tenancy.sso;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What administrators decide about their own company's sign-on. */
@Stateless
@TenantBound
@RolesAllowed(Role.TENANT_ADMIN)
public class CompanySso {
  /** How long a test that passed is enough to make the provider the only way in. */
  private static final Duration RECENT = Duration.ofHours(1);

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Inject private SsoDirectory directory;

  /** The settings; empty when there are none. */
  public Optional<SsoProvider> find(Actor actor) {
    return Optional.ofNullable(entities.find(SsoProvider.class, actor.tenant()));
  }

  /**
   * The settings.
   *
   * @throws ProblemException {@code SP-NOT-FOUND}
   */
  public SsoProvider get(Actor actor) {
    return find(actor).orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND));
  }

  /**
   * Sets everything an administrator says. A changed domain has to be verified anew; another issuer
   * or client ID has to be tested anew, and is not the only way in until then.
   *
   * @throws ProblemException {@code SP-SSO-NEEDED} when another issuer would lock out whoever asks
   */
  public void save(Actor actor, SsoSettings settings) {
    if (find(actor).filter(known -> !known.issuer().equals(settings.issuer())).isPresent()) {
      requireAnotherWayIn(actor);
    }
    find(actor)
        .ifPresentOrElse(
            provider -> provider.describe(settings),
            () -> entities.persist(new SsoProvider(actor.tenant(), settings)));
  }

  /**
   * Forgets the settings. People stay, and are the same if the issuer comes back.
   *
   * @throws ProblemException {@code SP-SSO-NEEDED} for somebody who could not sign in without
   */
  public void remove(Actor actor) {
    requireAnotherWayIn(actor);
    entities.remove(get(actor));
  }

  /** Whoever asks is an administrator, and stays one who can sign in. */
  private void requireAnotherWayIn(Actor actor) {
    long passkeys =
        entities
            .createQuery(
                "select count(k) from Passkey k where k.personId = :person and k.copiedAt is null",
                Long.class)
            .setParameter("person", actor.person())
            .getSingleResult();
    if (passkeys == 0) {
      throw new ProblemException(ErrorCode.SSO_NEEDED);
    }
  }

  /**
   * The domain's DNS has the record: from now on it leads people to this company.
   *
   * @throws ProblemException {@code SP-SSO-DOMAIN-TAKEN}
   */
  public void verified(Actor actor, Domain domain) {
    SsoProvider provider = get(actor);
    boolean taken =
        directory.tenantOf(domain).filter(tenant -> !tenant.equals(actor.tenantId())).isPresent();
    if (taken || !provider.domain().equals(Optional.of(domain))) {
      throw new ProblemException(ErrorCode.SSO_DOMAIN_TAKEN);
    }
    provider.verified(Instant.now());
  }

  /** A test passed with that issuer and client ID. Nothing happens if they have changed since. */
  public void tested(Actor actor, URI issuer, String clientId) {
    find(actor)
        .filter(provider -> provider.issuer().equals(issuer))
        .filter(provider -> provider.clientId().equals(clientId))
        .ifPresent(provider -> provider.tested(Instant.now()));
  }

  /**
   * Makes the provider the only way in, administrators' passkeys aside, or not.
   *
   * @throws ProblemException {@code SP-SSO-NOT-TESTED} unless a test passed within the last hour,
   *     and the present provider knows whoever asks
   */
  public void force(Actor actor, boolean force) {
    SsoProvider provider = get(actor);
    if (force && !provider.isForced() && !(isTested(provider) && knows(provider, actor))) {
      throw new ProblemException(ErrorCode.SSO_NOT_TESTED);
    }
    provider.force(force);
  }

  private static boolean isTested(SsoProvider provider) {
    return provider.testedAt().filter(at -> at.isAfter(Instant.now().minus(RECENT))).isPresent();
  }

  private boolean knows(SsoProvider provider, Actor actor) {
    return entities
            .createQuery(
                "select count(i) from SsoIdentity i where i.personId = :person and i.issuer ="
                    + " :issuer",
                Long.class)
            .setParameter("person", actor.person())
            .setParameter("issuer", provider.issuer().toString())
            .getSingleResult()
        > 0;
  }
}
