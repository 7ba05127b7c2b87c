package io.sallyport.web.sso;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.web.edge.PerAddress;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;

/** Signing in with one's company, for the portal's own scripts. */
@Path("auth/sso")
@RequestScoped
@PermitAll
@SecurityRequirements
@PerAddress(Limit.CEREMONIES)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SsoResource {
  @Inject private CompanySignIn signIn;
  @Context private HttpServletResponse response;

  /**
   * Whose sign-in is wanted.
   *
   * @param company the company's id, as its link has it; or null
   * @param domain its domain, or an e-mail address of which only the domain is looked at; or null
   */
  public record Wanted(String company, String domain) {
    /** Never what somebody typed. */
    @Override
    public String toString() {
      return "Wanted";
    }
  }

  /**
   * Where a browser goes now.
   *
   * @param location the provider's address
   */
  public record Onward(String location) {}

  /**
   * What a browser brought back.
   *
   * @param company the company's id, from the address it came back to
   * @param query what the provider appended to it, from the question mark on
   */
  public record Brought(String company, String query) {
    /** Never the code. */
    @Override
    public String toString() {
      return "Brought";
    }
  }

  /**
   * How it ended.
   *
   * @param purpose {@code sign-in}, {@code confirm} or {@code test}
   * @param tested what a test found, or null
   */
  public record Ended(String purpose, CompanySignIn.Tested tested) {}

  /** Begins: 200, or {@code SP-SSO-UNKNOWN} whatever the reason. */
  @POST
  @Path("start")
  public Onward start(Wanted wanted) {
    if (wanted == null) {
      throw new ProblemException(ErrorCode.SSO_UNKNOWN);
    }
    TenantId company =
        wanted.company() == null ? signIn.company(wanted.domain()) : id(wanted.company());
    return new Onward(signIn.begin(company).toString());
  }

  private static TenantId id(String text) {
    try {
      return TenantId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.SSO_UNKNOWN, e);
    }
  }

  /** Begins to confirm who is at the browser: 200, or 204 for who signed in by passkey. */
  @POST
  @Path("confirmation")
  public Response confirm() {
    return signIn
        .beginConfirmation()
        .map(to -> Response.ok(new Onward(to.toString())).build())
        .orElseGet(() -> Response.noContent().build());
  }

  /** Ends: 200, or {@code SP-SSO-REFUSED} whatever was wrong; a test says what. */
  @POST
  @Path("callback")
  public Ended callback(Brought brought) {
    if (brought == null) {
      throw new ProblemException(ErrorCode.SSO_REFUSED);
    }
    CompanySignIn.Ended ended = signIn.end(brought.company(), brought.query(), response);
    return new Ended(ended.purpose().code(), ended.tested());
  }
}
