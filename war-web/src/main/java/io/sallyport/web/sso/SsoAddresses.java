package io.sallyport.web.sso;

import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.passkey.RelyingParty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;

/** The portal's own addresses, as an identity provider has to know them. */
@ApplicationScoped
public class SsoAddresses {
  @Inject private RelyingParty portal;

  /**
   * Where a company's provider sends people back to. Each company has its own, so that a provider
   * which answers for one is never taken for another's (RFC 9700 section 4.4).
   */
  public URI redirect(TenantId tenant) {
    return at("/sso/callback/" + tenant);
  }

  /** Where employees begin, without typing a domain. */
  public URI start(TenantId tenant) {
    return at("/sso/start?company=" + tenant);
  }

  /** Where people come after they have signed out at the provider. */
  public URI afterSignOut() {
    return at("/");
  }

  /** The public keys that Sallyport proves itself with. */
  public URI keys() {
    return at("/api/v1/sso/keys");
  }

  /** Where the provider says that somebody's session has ended. */
  public URI backChannelLogout() {
    return at("/api/v1/sso/backchannel-logout");
  }

  private URI at(String path) {
    return URI.create(portal.origin() + path);
  }
}
