package io.sallyport.web.sso;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.sso.CompanySso;
import io.sallyport.tenancy.sso.Domain;
import io.sallyport.tenancy.sso.RoleMapping;
import io.sallyport.tenancy.sso.SsoProvider;
import io.sallyport.tenancy.sso.SsoSettings;
import io.sallyport.web.outbound.DomainRecords;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A company's own sign-on. To change anything, whoever does must have shown just now who they are.
 */
@Path("sso/provider")
@RequestScoped
@RolesAllowed(Role.TENANT_ADMIN)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SsoSettingsResource {
  private static final String RECORD_PREFIX = "_sallyport.";

  @Inject private CurrentPerson current;
  @Inject private CompanySso settings;
  @Inject private CompanySignIn signIn;
  @Inject private SsoKey key;
  @Inject private DomainRecords records;
  @Inject private AuditTrail trail;

  /**
   * What an administrator says.
   *
   * @param issuer https URL
   * @param clientId what the provider calls Sallyport
   * @param domain the company's, or null
   * @param rolesClaim null for {@code groups}
   * @param roles the role's name by the claim's value
   * @param defaultRole of whoever has none of these values; null refuses them
   */
  public record Description(
      String issuer,
      String clientId,
      String domain,
      String rolesClaim,
      Map<String, String> roles,
      String defaultRole) {}

  /**
   * The settings as they stand.
   *
   * @param record name and value of the TXT record that shows whose the domain is, or null
   * @param domainVerifiedAt null when it is not
   * @param testedAt null when the present provider was not
   * @param forced whether it is the only way in
   */
  public record View(
      Description settings,
      Record record,
      Instant domainVerifiedAt,
      Instant testedAt,
      boolean forced) {
    static View of(SsoProvider provider) {
      Map<String, String> roles = new HashMap<>();
      provider.mapping().values().forEach((value, role) -> roles.put(value, role.roleName()));
      return new View(
          new Description(
              provider.issuer().toString(),
              provider.clientId(),
              provider.domain().map(Domain::name).orElse(null),
              provider.rolesClaim(),
              roles,
              provider.mapping().otherwise().map(Role::roleName).orElse(null)),
          provider.domain().map(domain -> Record.of(domain, provider)).orElse(null),
          provider.domainVerifiedAt().orElse(null),
          provider.testedAt().orElse(null),
          provider.isForced());
    }
  }

  /**
   * A DNS record.
   *
   * @param name of the record
   * @param type {@code TXT}
   * @param value of the record
   */
  public record Record(String name, String type, String value) {
    static Record of(Domain domain, SsoProvider provider) {
      return new Record(RECORD_PREFIX + domain, "TXT", provider.domainRecord());
    }
  }

  /**
   * Whether the provider is the only way in.
   *
   * @param forced administrators' passkeys stay good
   */
  public record Only(boolean forced) {}

  /** The settings: 200, or {@code SP-NOT-FOUND}. */
  @GET
  public View get() {
    return View.of(settings.get(current.actor()));
  }

  /** Sets all of them: 204, or {@code SP-SSO-INVALID}, {@code SP-SSO-OFF}. */
  @PUT
  public void put(Description wanted) {
    current.requireFresh();
    Actor actor = current.actor();
    key.signing();
    SsoSettings described = described(wanted);
    trail.act(
        AuditEntry.of(actor, AuditAction.SSO_CHANGE, actor.tenant(), UUID.randomUUID())
            .with("issuer", described.issuer())
            .with("client", described.clientId())
            .with("domain", described.domain().map(Domain::name).orElse("")),
        () -> settings.save(actor, described));
  }

  private static SsoSettings described(Description wanted) {
    if (wanted == null) {
      throw new ProblemException(ErrorCode.REQUEST_MALFORMED);
    }
    Map<String, Role> roles = new HashMap<>();
    Optional.ofNullable(wanted.roles())
        .orElse(Map.of())
        .forEach((value, role) -> roles.put(value.strip(), role(role)));
    return new SsoSettings(
        SsoSettings.issuer(wanted.issuer()),
        text(wanted.clientId()).orElse(""),
        text(wanted.domain()).map(SsoSettingsResource::domain),
        text(wanted.rolesClaim()).orElse("groups"),
        new RoleMapping(roles, text(wanted.defaultRole()).map(SsoSettingsResource::role)));
  }

  private static Optional<String> text(String given) {
    return Optional.ofNullable(given).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static Domain domain(String text) {
    return Domain.of(text)
        .orElseThrow(
            () ->
                ProblemException.in(
                    ErrorCode.SSO_INVALID, "domain", "The domain is no domain name."));
  }

  private static Role role(String name) {
    try {
      return Role.of(name);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemException.in(
                  ErrorCode.SSO_INVALID,
                  "roles",
                  "Roles are tenant-admin, tenant-user and tenant-auditor.")
              .problem(),
          e);
    }
  }

  /** Forgets them: 204. */
  @DELETE
  public void remove() {
    current.requireFresh();
    Actor actor = current.actor();
    trail.act(
        AuditEntry.of(actor, AuditAction.SSO_REMOVE, actor.tenant(), UUID.randomUUID()),
        () -> settings.remove(actor));
  }

  /** Looks for the domain's record: 204, or {@code SP-SSO-DOMAIN-UNVERIFIED}. */
  @POST
  @Path("domain-verification")
  public void verifyDomain() {
    Actor actor = current.actor();
    SsoProvider provider = settings.get(actor);
    Domain domain =
        provider.domain().orElseThrow(() -> new ProblemException(ErrorCode.SSO_DOMAIN_UNVERIFIED));
    trail.act(
        AuditEntry.of(actor, AuditAction.SSO_VERIFY, actor.tenant(), UUID.randomUUID())
            .with("domain", domain),
        () -> {
          if (!records.txt(RECORD_PREFIX + domain).contains(provider.domainRecord())) {
            throw new ProblemException(ErrorCode.SSO_DOMAIN_UNVERIFIED);
          }
          settings.verified(actor, domain);
        });
  }

  /** Begins a test: 200 with where to go, or {@code SP-SSO-PROVIDER-UNUSABLE} saying why. */
  @POST
  @Path("test")
  public SsoResource.Onward test() {
    current.requireFresh();
    return new SsoResource.Onward(signIn.beginTest().toString());
  }

  /** Makes it the only way in, or not: 204, or {@code SP-SSO-NOT-TESTED}. */
  @PUT
  @Path("forced")
  public void force(Only wanted) {
    current.requireFresh();
    Actor actor = current.actor();
    boolean forced = wanted != null && wanted.forced();
    trail.act(
        AuditEntry.of(actor, AuditAction.SSO_FORCE, actor.tenant(), UUID.randomUUID())
            .with("forced", forced),
        () -> settings.force(actor, forced));
  }
}
