package io.sallyport.web.sso;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.company.ProvisionedPeople;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.tenancy.limit.RateLimited;
import io.sallyport.tenancy.signin.SignIn;
import io.sallyport.tenancy.signin.Visit;
import io.sallyport.tenancy.sso.Claimed;
import io.sallyport.tenancy.sso.CompanySso;
import io.sallyport.tenancy.sso.Domain;
import io.sallyport.tenancy.sso.SsoDirectory;
import io.sallyport.tenancy.sso.SsoPeople;
import io.sallyport.tenancy.sso.SsoProvider;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends people to their company's identity provider, and takes them back: to sign in, to confirm
 * who they are, or to test. Whoever comes back signs in to that company alone, as whom its provider
 * says they are. Every refusal looks the same; why is in the company's trail, twenty times an hour
 * at most for those whom nobody named.
 */
@RequestScoped
public class CompanySignIn {
  private static final Logger LOG = Logger.getLogger(CompanySignIn.class.getName());
  private static final Duration SKEW = Duration.ofSeconds(60);

  @Inject private CurrentPerson current;
  @Inject private SsoKey key;
  @Inject private SsoAddresses addresses;
  @Inject private SsoDirectory directory;
  @Inject private SsoPeople people;
  @Inject private CompanySso settings;
  @Inject private ProviderClient client;
  @Inject private Limits limits;
  @Inject private AuditTrail trail;

  /**
   * How it ended.
   *
   * @param purpose what the person had been sent for
   * @param tested what a test found, or null
   */
  public record Ended(SsoPurpose purpose, Tested tested) {}

  /**
   * What a test found, for the administrator who ran it.
   *
   * @param passed whether that person could sign in
   * @param problem what is wrong, or null
   * @param issuer who vouches for the person, or null
   * @param subject what the issuer calls them, or null
   * @param name theirs, or null
   * @param values of the claim that roles come from
   * @param role what they would be, or null
   */
  public record Tested(
      boolean passed,
      String problem,
      String issuer,
      String subject,
      String name,
      List<String> values,
      String role) {
    static Tested failed(SsoFailure failure) {
      return new Tested(false, failure.told(), null, null, null, List.of(), null);
    }
  }

  /** The company that somebody means, by a domain or an e-mail address. */
  public TenantId company(String typed) {
    return Domain.ofAddress(typed)
        .flatMap(directory::tenantOf)
        .orElseThrow(() -> new ProblemException(ErrorCode.SSO_UNKNOWN));
  }

  /**
   * Begins a sign-in.
   *
   * @return where the browser goes now
   * @throws ProblemException {@code SP-SSO-UNKNOWN}, {@code SP-SSO-REFUSED}
   */
  public URI begin(TenantId tenant) {
    SsoProvider provider =
        directory
            .provider(tenant)
            .filter(known -> key.isThere())
            .orElseThrow(() -> new ProblemException(ErrorCode.SSO_UNKNOWN));
    try {
      return send(tenant, provider, SsoPurpose.SIGN_IN);
    } catch (SsoFailure e) {
      throw refused(anybody(tenant), AuditAction.PERSON_SIGN_IN, e);
    }
  }

  /** Begins to confirm who is at the browser; empty for somebody who signed in by passkey. */
  public Optional<URI> beginConfirmation() {
    Actor actor = current.actor();
    if (proof().isEmpty()) {
      return Optional.empty();
    }
    SsoProvider provider =
        directory
            .provider(actor.tenantId())
            .orElseThrow(() -> new ProblemException(ErrorCode.SSO_UNKNOWN));
    try {
      return Optional.of(send(actor.tenantId(), provider, SsoPurpose.CONFIRM));
    } catch (SsoFailure e) {
      throw refused(actor, AuditAction.PERSON_CONFIRM, e);
    }
  }

  /**
   * Begins a test of one's own company's settings.
   *
   * @throws ProblemException {@code SP-SSO-PROVIDER-UNUSABLE} saying what is wrong
   */
  public URI beginTest() {
    Actor actor = current.actor();
    SsoProvider provider = settings.get(actor);
    try {
      return send(actor.tenantId(), provider, SsoPurpose.TEST);
    } catch (SsoFailure e) {
      ProblemException unusable =
          new ProblemException(
              Problem.of(ErrorCode.SSO_PROVIDER_UNUSABLE, e.told(), null, null), e);
      throw failed(actor, AuditAction.SSO_TEST, e, unusable);
    }
  }

  private URI send(TenantId tenant, SsoProvider provider, SsoPurpose purpose) throws SsoFailure {
    key.signing();
    PendingSso pending =
        new PendingSso(
            tenant.value(),
            purpose,
            provider.issuer().toString(),
            provider.clientId(),
            new State().getValue(),
            new Nonce().getValue(),
            new CodeVerifier().getValue(),
            Instant.now());
    URI address = client.begin(pending, addresses.redirect(tenant));
    current.begin(pending);
    return address;
  }

  /**
   * Takes somebody back.
   *
   * @param company whose address they came back to
   * @param query everything that the provider appended to it
   * @throws ProblemException {@code SP-SSO-REFUSED}, the same for every reason; a test says the
   *     reason instead
   */
  public Ended end(String company, String query, HttpServletResponse response) {
    PendingSso pending =
        current
            .take(PendingSso.class)
            .filter(each -> each.tenant().toString().equals(company))
            .orElseThrow(() -> new ProblemException(ErrorCode.SSO_REFUSED));
    return switch (pending.purpose()) {
      case SIGN_IN -> {
        signIn(pending, query, response);
        yield new Ended(SsoPurpose.SIGN_IN, null);
      }
      case CONFIRM -> {
        confirm(pending, query);
        yield new Ended(SsoPurpose.CONFIRM, null);
      }
      case TEST -> new Ended(SsoPurpose.TEST, test(pending, query));
    };
  }

  private void signIn(PendingSso pending, String query, HttpServletResponse response) {
    TenantId tenant = pending.tenantId();
    SsoProvider provider;
    Verified verified;
    Role role;
    Optional<Actor> known;
    try {
      provider = unchanged(pending);
      verified = redeem(pending, provider, query);
      role = role(provider, verified);
      known = people.find(tenant, verified.claimed());
      if (known.filter(person -> !people.mayEnter(person)).isPresent()) {
        throw new SsoFailure(SsoReason.PERSON, "The person was removed.");
      }
    } catch (SsoFailure e) {
      throw refused(anybody(tenant), AuditAction.PERSON_SIGN_IN, e);
    }
    Claimed claimed = verified.claimed();
    String name = ProvisionedPeople.name(claimed.displayName(), "Somebody at " + place(provider));
    Actor actor = known.orElseGet(() -> new Actor(tenant.value(), UUID.randomUUID()));
    UUID request = UUID.randomUUID();
    if (known.isEmpty()) {
      trail.record(
          entry(actor, AuditAction.PERSON_JOIN, request, claimed, role),
          () -> {
            people.join(actor, claimed, name, role);
            return actor;
          });
    }
    trail.record(
        entry(actor, AuditAction.PERSON_SIGN_IN, request, claimed, role),
        () -> {
          SignedIn person = people.signIn(actor, name, role);
          // The provider may have let them through without asking: then nothing is fresh.
          Instant proved = verified.authenticated().orElse(Instant.EPOCH);
          Visit visit = current.enter(person, SignIn.Method.SSO, proved, response);
          people.remember(actor, visit.signIn(), claimed, verified.sid().orElse(null));
          current.prove(
              new SsoProof(
                  visit.signIn(), claimed.issuer(), claimed.subject(), verified.idToken()));
          return person;
        });
  }

  /** The claimed role is in the trail: a last administrator stays one, whatever it is. */
  private static AuditEntry entry(
      Actor actor, AuditAction action, UUID request, Claimed claimed, Role role) {
    return AuditEntry.of(actor, action, actor.person(), request)
        .with("method", "sso")
        .with("issuer", claimed.issuer())
        .with("claimed-role", role.roleName());
  }

  private void confirm(PendingSso pending, String query) {
    Actor actor = current.actor();
    Verified verified;
    try {
      verified = redeem(pending, unchanged(pending), query);
      boolean same =
          proof()
              .filter(own -> own.issuer().equals(verified.claimed().issuer()))
              .filter(own -> own.subject().equals(verified.claimed().subject()))
              .filter(own -> pending.tenant().equals(actor.tenant()))
              .isPresent();
      if (!same) {
        throw new SsoFailure(SsoReason.PERSON, "It is not whoever has signed in.");
      }
      boolean asked =
          verified
              .authenticated()
              .filter(at -> at.isAfter(pending.begun().minus(SKEW)))
              .isPresent();
      if (!asked) {
        throw new SsoFailure(SsoReason.AGE, "Its auth_time is missing, or too long ago.");
      }
    } catch (SsoFailure e) {
      throw refused(actor, AuditAction.PERSON_CONFIRM, e);
    }
    trail.act(
        AuditEntry.of(actor, AuditAction.PERSON_CONFIRM, actor.person(), UUID.randomUUID())
            .with("method", "sso"),
        current::confirm);
  }

  private Tested test(PendingSso pending, String query) {
    Actor actor = current.actor();
    if (!pending.tenant().equals(actor.tenant())) {
      throw new ProblemException(ErrorCode.SSO_REFUSED);
    }
    SsoProvider provider = settings.get(actor);
    Verified verified;
    Role role;
    try {
      verified = redeem(pending, unchanged(pending), query);
      role = provider.mapping().roleOf(verified.claimed().values()).orElse(null);
      if (role == null) {
        Tested nearly = tested(verified, null, missing(provider).told());
        note(actor, missing(provider));
        return nearly;
      }
    } catch (SsoFailure e) {
      note(actor, e);
      return Tested.failed(e);
    }
    trail.act(
        AuditEntry.of(actor, AuditAction.SSO_TEST, actor.tenant(), UUID.randomUUID())
            .with("issuer", pending.issuer()),
        () -> settings.tested(actor, provider.issuer(), provider.clientId()));
    return tested(verified, role, null);
  }

  private static Tested tested(Verified verified, Role role, String problem) {
    Claimed claimed = verified.claimed();
    return new Tested(
        problem == null,
        problem,
        claimed.issuer(),
        claimed.subject(),
        claimed.displayName(),
        claimed.values(),
        role == null ? null : role.roleName());
  }

  private Verified redeem(PendingSso pending, SsoProvider provider, String query)
      throws SsoFailure {
    URI redirect = addresses.redirect(pending.tenantId());
    URI answered;
    try {
      answered = URI.create(redirect + (query == null ? "" : query));
    } catch (IllegalArgumentException e) {
      throw new SsoFailure(SsoReason.ANSWER, "It cannot be read.", e);
    }
    return client.redeem(pending, redirect, answered, provider.rolesClaim());
  }

  /** The provider, if the settings still name the one that the person was sent to. */
  private SsoProvider unchanged(PendingSso pending) throws SsoFailure {
    return directory
        .provider(pending.tenantId())
        .filter(known -> known.issuer().toString().equals(pending.issuer()))
        .filter(known -> known.clientId().equals(pending.clientId()))
        .orElseThrow(
            () -> new SsoFailure(SsoReason.ANSWER, "The settings were changed meanwhile."));
  }

  private static Role role(SsoProvider provider, Verified verified) throws SsoFailure {
    return provider
        .mapping()
        .roleOf(verified.claimed().values())
        .orElseThrow(() -> missing(provider));
  }

  private static SsoFailure missing(SsoProvider provider) {
    return new SsoFailure(
        SsoReason.ROLE, "The claim is \"" + provider.rolesClaim() + "\", and there is no default.");
  }

  private static String place(SsoProvider provider) {
    return provider.domain().map(Domain::name).orElse(provider.issuer().getHost());
  }

  /** Somebody whom the company's provider has not named yet: nobody but the node acts. */
  private static Actor anybody(TenantId tenant) {
    return new Actor(tenant.value(), PersonId.NODE.value());
  }

  private ProblemException refused(Actor actor, AuditAction action, SsoFailure failure) {
    return failed(actor, action, failure, new ProblemException(ErrorCode.SSO_REFUSED, failure));
  }

  /** Anybody can fail to sign on; they must not fill a company's trail with it. */
  private boolean isNotedOftenEnough(Actor anybody) {
    try {
      limits.count(Limit.NAMELESS_FAILURES, anybody.tenant().toString());
      return false;
    } catch (RateLimited e) {
      return true;
    }
  }

  private void note(Actor actor, SsoFailure failure) {
    failed(
        actor,
        AuditAction.SSO_TEST,
        failure,
        new ProblemException(ErrorCode.SSO_PROVIDER_UNUSABLE, failure));
  }

  /** Notes in the trail that nothing was done and why, and answers what is told. */
  private ProblemException failed(
      Actor actor, AuditAction action, SsoFailure failure, ProblemException told) {
    LOG.log(Level.FINE, "Company sign-on of " + actor.tenant() + ": " + failure.reason(), failure);
    if (actor.person().equals(PersonId.NODE.value()) && isNotedOftenEnough(actor)) {
      return told;
    }
    AuditEntry entry =
        AuditEntry.of(actor, action, actor.tenant(), UUID.randomUUID())
            .with("method", "sso")
            .with("reason", failure.reason().code());
    trail.conclude(entry, trail.intend(entry), told.problem().code());
    return told;
  }

  /**
   * The present sign-in is about to end.
   *
   * @return where the browser signs out at the provider, too; empty where nobody has to
   */
  public Optional<URI> parting() {
    return proof()
        .flatMap(
            own -> {
              people.forget(current.actor(), own.signIn());
              return client.signOut(own.issuer(), own.idToken(), addresses.afterSignOut());
            });
  }

  /** What the present sign-in came with, if it was by a provider. */
  private Optional<SsoProof> proof() {
    return current
        .visit()
        .flatMap(
            visit ->
                current.proof(SsoProof.class).filter(own -> own.signIn().equals(visit.signIn())));
  }
}
