package io.sallyport.web.passkey;

import com.webauthn4j.data.AuthenticationData;
import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.tenancy.company.Invitations;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.tenancy.passkey.NewPasskey;
import io.sallyport.tenancy.passkey.PasskeyCopied;
import io.sallyport.tenancy.passkey.Passkeys;
import io.sallyport.tenancy.passkey.RelyingParty;
import io.sallyport.tenancy.signin.SignIn;
import io.sallyport.tenancy.sso.SsoDirectory;
import io.sallyport.tenancy.sso.SsoProvider;
import io.sallyport.web.edge.EvenRefusals;
import io.sallyport.web.edge.PerAddress;
import io.sallyport.web.session.CurrentPerson;
import io.sallyport.web.sso.CompanySignIn;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;

/**
 * Registration and sign-in ceremonies. Each begins with options and a challenge, and ends with the
 * authenticator's answer; a challenge answers once.
 */
@Path("auth")
@RequestScoped
@PermitAll
@SecurityRequirements
@PerAddress(Limit.CEREMONIES)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PasskeyResource {
  @Inject private CurrentPerson current;
  @Inject private RelyingParty relyingParty;
  @Inject private Companies companies;
  @Inject private Invitations invitations;
  @Inject private Passkeys passkeys;
  @Inject private AuditTrail trail;
  @Inject private Limits limits;
  @Inject private CompanySignIn companySignIn;
  @Inject private SsoDirectory directory;
  @Context private HttpServletResponse response;

  /**
   * Who wants to register.
   *
   * @param company the company's name
   * @param person the first person's name
   */
  public record Registration(String company, String person) {}

  /**
   * Who wants to accept an invitation.
   *
   * @param code the invitation's
   */
  public record Joining(String code) {
    /** Never the code. */
    @Override
    public String toString() {
      return "Joining";
    }
  }

  /**
   * Who has signed in.
   *
   * @param person their name
   * @param company their company's
   * @param roles what they may do
   */
  public record Welcome(String person, String company, Set<String> roles) {
    static Welcome to(SignedIn person) {
      return new Welcome(person.displayName(), person.company(), Role.names(person.roles()));
    }
  }

  /** Begins a registration: 200 with creation options, or {@code SP-REGISTRATION-INVALID}. */
  @POST
  @Path("registration/options")
  @PerAddress({Limit.CEREMONIES, Limit.REGISTRATIONS})
  public JsonObject beginRegistration(Registration wanted) {
    Registration given = wanted == null ? new Registration(null, null) : wanted;
    PendingRegistration pending =
        new PendingRegistration(
            relyingParty.challenge(),
            TenantId.random().value(),
            PersonId.random().value(),
            Companies.name("company", given.company()),
            Companies.name("person", given.person()));
    current.begin(pending);
    return CeremonyOptions.creation(relyingParty, pending);
  }

  /** Ends a registration: 200 and signed in, or {@code SP-PASSKEY-REFUSED}. */
  @POST
  @Path("registration")
  public Welcome register(String credential) {
    PendingRegistration pending = current.take(PendingRegistration.class).orElseThrow(this::refuse);
    NewPasskey passkey = relyingParty.verifyRegistration(credential, pending.challenge());
    Actor actor = pending.actor();
    SignedIn person =
        trail.record(
            AuditEntry.of(actor, AuditAction.COMPANY_REGISTER, pending.tenant(), UUID.randomUUID()),
            () -> companies.register(actor, pending.company(), pending.displayName(), passkey));
    current.enter(person, SignIn.Method.PASSKEY, response);
    return Welcome.to(person);
  }

  /**
   * Begins accepting an invitation: 200 with creation options, or {@code SP-INVITATION-REFUSED}.
   */
  @POST
  @Path("join/options")
  @EvenRefusals
  public JsonObject beginJoining(Joining wanted) {
    String code = wanted == null ? null : wanted.code();
    byte[] codeHash = Invitations.hash(code);
    Invitations.Offer offer = invitations.find(invitations.tenantOf(codeHash), codeHash);
    PendingJoining pending =
        new PendingJoining(
            relyingParty.challenge(), codeHash, offer.actor().person(), offer.displayName());
    current.begin(pending);
    return CeremonyOptions.creation(
        relyingParty,
        new PendingRegistration(
            pending.challenge(),
            offer.actor().tenant(),
            offer.actor().person(),
            offer.company(),
            offer.displayName()));
  }

  /** Accepts an invitation: 200 and signed in, or {@code SP-PASSKEY-REFUSED}. */
  @POST
  @Path("join")
  @EvenRefusals
  public Welcome join(String credential) {
    PendingJoining pending = current.take(PendingJoining.class).orElseThrow(this::refuse);
    NewPasskey passkey = relyingParty.verifyRegistration(credential, pending.challenge());
    TenantId tenant = invitations.tenantOf(pending.codeHash());
    Actor actor = new Actor(tenant.value(), pending.person());
    SignedIn person =
        trail.record(
            AuditEntry.of(actor, AuditAction.PERSON_JOIN, pending.person(), UUID.randomUUID()),
            () -> invitations.accept(tenant, pending.codeHash(), passkey));
    current.enter(person, SignIn.Method.PASSKEY, response);
    return Welcome.to(person);
  }

  /** Begins a sign-in: request options, the same whoever asks. */
  @POST
  @Path("sign-in/options")
  public JsonObject beginSignIn() {
    PendingSignIn pending = new PendingSignIn(relyingParty.challenge());
    current.begin(pending);
    return CeremonyOptions.request(relyingParty, pending.challenge());
  }

  /** Ends a sign-in: 200 and signed in, or {@code SP-PASSKEY-REFUSED} whatever was wrong. */
  @POST
  @Path("sign-in")
  @EvenRefusals
  public Welcome signIn(String credential) {
    PendingSignIn pending = current.take(PendingSignIn.class).orElseThrow(this::refuse);
    AuthenticationData assertion = attempt(credential);
    SignedIn person =
        proved(AuditAction.PERSON_SIGN_IN, claimed(assertion), assertion, pending.challenge());
    current.enter(person, SignIn.Method.PASSKEY, response);
    return Welcome.to(person);
  }

  /** Begins to confirm who is at the browser: request options. */
  @POST
  @Path("confirmation/options")
  public JsonObject beginConfirmation() {
    current.actor();
    PendingConfirmation pending = new PendingConfirmation(relyingParty.challenge());
    current.begin(pending);
    return CeremonyOptions.request(relyingParty, pending.challenge());
  }

  /** Ends it: 204, or {@code SP-PASSKEY-REFUSED}, also for somebody else's passkey. */
  @POST
  @Path("confirmation")
  public void confirm(String credential) {
    Actor actor = current.actor();
    PendingConfirmation pending = current.take(PendingConfirmation.class).orElseThrow(this::refuse);
    AuthenticationData assertion = attempt(credential);
    if (!claimed(assertion).equals(actor)) {
      throw refuse();
    }
    proved(AuditAction.PERSON_CONFIRM, actor, assertion, pending.challenge());
    current.confirm();
  }

  /** Counted for the passkey that it names, whether there is such a one or not. */
  private AuthenticationData attempt(String credential) {
    AuthenticationData assertion = relyingParty.parseAssertion(credential);
    limits.count(Limit.ATTEMPTS, HexFormat.of().formatHex(assertion.getCredentialId()));
    return assertion;
  }

  /** Whose passkey it claims to be; nothing is verified yet. */
  private Actor claimed(AuthenticationData assertion) {
    TenantId tenant = passkeys.tenantOf(assertion).orElseThrow(this::refuse);
    return new Actor(
        tenant.value(), passkeys.personOf(tenant, assertion).orElseThrow(this::refuse));
  }

  /** Who proved themselves by a passkey; in the trail of whom it claims to be. */
  private SignedIn proved(
      AuditAction action, Actor claimed, AuthenticationData assertion, byte[] challenge) {
    UUID request = UUID.randomUUID();
    boolean forced =
        directory.provider(claimed.tenantId()).filter(SsoProvider::isForced).isPresent();
    AuditEntry entry = AuditEntry.of(claimed, action, claimed.person(), request);
    try {
      return trail.record(
          forced ? entry.with("company-sign-on", "forced") : entry,
          () -> admitted(passkeys.signIn(claimed.tenantId(), assertion, challenge), forced));
    } catch (PasskeyCopied e) {
      AuditEntry copied = AuditEntry.of(claimed, AuditAction.PASSKEY_COPIED, e.passkey(), request);
      trail.conclude(copied, trail.intend(copied), "ok");
      throw e;
    }
  }

  /**
   * Where a company's own provider is the only way in, passkeys are for administrators, who must
   * get in when it fails. Whoever is told so has proved who they are.
   */
  private static SignedIn admitted(SignedIn person, boolean forced) {
    if (forced && !person.is(Role.ADMIN)) {
      throw new ProblemException(ErrorCode.SSO_REQUIRED);
    }
    return person;
  }

  /**
   * Where to go after signing out.
   *
   * @param location where the browser signs out at the company's identity provider, too
   */
  public record Parting(String location) {}

  /**
   * Signs out: 204, also when nobody was signed in; 200 for somebody who has to sign out at their
   * company's identity provider, too.
   */
  @POST
  @Path("sign-out")
  public Response signOut() {
    Optional<URI> onward = Optional.empty();
    if (current.isSignedIn()) {
      Actor actor = current.actor();
      onward =
          trail.record(
              AuditEntry.of(actor, AuditAction.PERSON_SIGN_OUT, actor.person(), UUID.randomUUID()),
              () -> {
                Optional<URI> provider = companySignIn.parting();
                current.leave(response);
                return provider;
              });
    }
    return onward
        .map(provider -> Response.ok(new Parting(provider.toString())).build())
        .orElseGet(() -> Response.noContent().build());
  }

  private ProblemException refuse() {
    return new ProblemException(ErrorCode.PASSKEY_REFUSED);
  }
}
