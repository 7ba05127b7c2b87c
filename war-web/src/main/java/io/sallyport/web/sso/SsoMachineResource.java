package io.sallyport.web.sso;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.BackChannelLogoutRequest;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.tenancy.limit.Network;
import io.sallyport.tenancy.sso.SsoDirectory;
import io.sallyport.tenancy.sso.SsoPeople;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.text.ParseException;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;

/** What identity providers themselves ask of Sallyport. */
@Path("sso")
@RequestScoped
@PermitAll
@SecurityRequirements
public class SsoMachineResource {
  private static final Logger LOG = Logger.getLogger(SsoMachineResource.class.getName());
  private static final int LONGEST_FORM = 20_000;

  @Inject private SsoKey key;
  @Inject private ProviderClient client;
  @Inject private SsoDirectory directory;
  @Inject private SsoPeople people;
  @Inject private AuditTrail trail;
  @Inject private Limits limits;
  @Inject private HttpServletRequest caller;

  /** The public keys that Sallyport proves itself with, as a JWK set; empty when there are none. */
  @GET
  @Path("keys")
  @Produces(MediaType.APPLICATION_JSON)
  public String keys() {
    return key.published().toString(true);
  }

  /**
   * Ends sign-ins because their provider says so: 204, also when there are none (any more); {@code
   * SP-SSO-REFUSED} for a token that no provider of ours signed for us.
   */
  @POST
  @Path("backchannel-logout")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public void logout(String form) {
    if (caller.getHeader("Origin") != null) {
      // A page on the web, and no identity provider: it is not counted for its address.
      throw refused(null);
    }
    limits.unlessRefusedTooOften(
        Limit.REFUSED_TOKENS,
        Network.of(caller.getRemoteAddr()).name(),
        () -> {
          believe(form);
          return form;
        });
  }

  private void believe(String form) {
    boolean believed = false;
    try {
      if (form == null || form.length() > LONGEST_FORM) {
        throw refused(null);
      }
      // Not by @FormParam: RESTEasy asks the container for it, whose body the limit has read.
      JWT token = BackChannelLogoutRequest.parse(URLUtils.parseParameters(form)).getLogoutToken();
      // Nothing of it is believed yet: it only tells whose settings to verify it with.
      JWTClaimsSet unverified = token.getJWTClaimsSet();
      // One audience: whoever names many would have us ask the issuer as many times.
      if (unverified == null
          || unverified.getIssuer() == null
          || unverified.getAudience().size() != 1) {
        throw refused(null);
      }
      String audience = unverified.getAudience().get(0);
      for (TenantId tenant : directory.tenantsOf(unverified.getIssuer(), audience)) {
        believed |= end(tenant, unverified.getIssuer(), audience, token);
      }
    } catch (ParseException | com.nimbusds.oauth2.sdk.ParseException e) {
      throw refused(e);
    }
    if (!believed) {
      throw refused(null);
    }
  }

  private boolean end(TenantId tenant, String issuer, String clientId, JWT token) {
    LogoutTokenClaimsSet claims;
    try {
      claims = client.verifyLogout(issuer, clientId, token);
    } catch (SsoFailure e) {
      LOG.log(Level.INFO, "A logout token for " + tenant + " is refused: " + e.getMessage());
      return false;
    }
    String subject = claims.getSubject() == null ? null : claims.getSubject().getValue();
    String sid = claims.getSessionID() == null ? null : claims.getSessionID().getValue();
    List<SsoPeople.Ended> meant = people.meant(tenant, issuer, subject, sid);
    for (SsoPeople.Ended each : meant) {
      trail.act(
          AuditEntry.of(each.person(), AuditAction.SSO_LOGOUT, each.signIn(), UUID.randomUUID())
              .with("issuer", issuer),
          () -> people.end(each.person(), each.signIn()));
    }
    return true;
  }

  private static ProblemException refused(Throwable cause) {
    return new ProblemException(ErrorCode.SSO_REFUSED, cause);
  }
}
