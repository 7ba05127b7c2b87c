package io.sallyport.web.sso;

import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.sso.CompanySso;
import io.sallyport.tenancy.sso.Domain;
import io.sallyport.tenancy.sso.RoleMapping;
import io.sallyport.tenancy.sso.SsoProvider;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A company's own sign-on, for its administrators. */
@Named
@RequestScoped
public class SsoPage {
  @Inject private CurrentPerson current;
  @Inject private CompanySso settings;
  @Inject private SsoAddresses addresses;
  @Inject private SsoKey key;
  @Inject private Utc utc;

  private SsoProvider provider;

  /** Loads what the page shows, before any of it is sent. */
  public void load() {
    provider = settings.find(current.actor()).orElse(null);
  }

  /**
   * What makes somebody have a role.
   *
   * @param name the role's
   * @param label for people
   * @param values of the claim, one a line
   */
  public record Mapped(String name, String label, String values) {}

  /** Whether the site has a key for it. */
  public boolean isPossible() {
    return key.isThere();
  }

  /** Whether there are settings. */
  public boolean isConfigured() {
    return provider != null;
  }

  public String getIssuer() {
    return provider == null ? "" : provider.issuer().toString();
  }

  public String getClientId() {
    return provider == null ? "" : provider.clientId();
  }

  public String getDomain() {
    return provider == null ? "" : provider.domain().map(Domain::name).orElse("");
  }

  public String getRolesClaim() {
    return provider == null ? "groups" : provider.rolesClaim();
  }

  /** Each role with its values. */
  public List<Mapped> getMapping() {
    Map<String, Role> values = provider == null ? Map.of() : provider.mapping().values();
    return RoleMapping.PRECEDENCE.stream()
        .map(role -> new Mapped(role.roleName(), label(role), lines(values, role)))
        .toList();
  }

  private static String lines(Map<String, Role> values, Role wanted) {
    return values.entrySet().stream()
        .filter(each -> each.getValue() == wanted)
        .map(Map.Entry::getKey)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String label(Role role) {
    return switch (role) {
      case ADMIN -> "Administrators";
      case USER -> "Users";
      default -> "Auditors";
    };
  }

  /** The role of whoever is named nowhere; empty when they are refused. */
  public String getDefaultRole() {
    return provider == null ? "" : provider.mapping().otherwise().map(Role::roleName).orElse("");
  }

  public boolean isForced() {
    return provider != null && provider.isForced();
  }

  /** Whether the domain's DNS has shown whose it is. */
  public boolean isVerified() {
    return provider != null && provider.domainVerifiedAt().isPresent();
  }

  /** Since when; for people. */
  public String getVerified() {
    return utc.orElse(
        provider == null ? null : provider.domainVerifiedAt().orElse(null), "not yet");
  }

  /** Whether the present provider passed a test. */
  public boolean isTested() {
    return provider != null && provider.testedAt().isPresent();
  }

  /** When; for people. */
  public String getTested() {
    return utc.orElse(provider == null ? null : provider.testedAt().orElse(null), "not yet");
  }

  public String getRecordName() {
    return "_sallyport." + getDomain();
  }

  public String getRecordValue() {
    return provider == null ? "" : provider.domainRecord();
  }

  public String getRedirect() {
    return addresses.redirect(tenant()).toString();
  }

  public String getKeys() {
    return addresses.keys().toString();
  }

  public String getBackChannel() {
    return addresses.backChannelLogout().toString();
  }

  public String getAfterSignOut() {
    return addresses.afterSignOut().toString();
  }

  public String getStart() {
    return addresses.start(tenant()).toString();
  }

  private TenantId tenant() {
    return current.actor().tenantId();
  }
}
