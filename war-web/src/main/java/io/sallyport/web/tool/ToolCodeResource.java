package io.sallyport.web.tool;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.toolsession.ToolAccess;
import io.sallyport.crypto.toolsession.ToolSessionGrant;
import io.sallyport.tenancy.client.ToolCallers;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.web.edge.PerAddress;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;

/**
 * Where a program on a person's computer gets the session that they let it have in their browser.
 * It shows that the code was made for it (RFC 7636), and nothing else: no cookie counts here.
 */
@Path("tool-sessions")
@RequestScoped
@PermitAll
@SecurityRequirements
@PerAddress(Limit.CEREMONIES)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ToolCodeResource {
  @Inject private CurrentManifest manifests;
  @Inject private JcaProvider provider;
  @Inject private ToolCallers callers;
  @Inject private ToolSessionIssue sessions;

  /**
   * What a program shows.
   *
   * @param code as the browser brought it
   * @param verifier of which its challenge was the hash, 43 to 128 characters
   * @param connection the id of the one that it asked for: nobody brings it a code for another one
   */
  @Schema(name = "ToolSessionCode")
  public record Shown(String code, String verifier, String connection) {
    /** Neither of the two. */
    @Override
    public String toString() {
      return "Shown";
    }
  }

  /** 201 with a session, once; {@code SP-TOOL-CODE-REFUSED} whatever is wrong. */
  @POST
  @Operation(summary = "For a program on one's computer: a code becomes a session for AWS tools")
  @APIResponseSchema(
      value = ToolSessionIssue.Issued.class,
      responseCode = "201",
      responseDescription = "Issued")
  public Response redeem(Shown shown) {
    if (shown == null || shown.code() == null) {
      throw refused(null);
    }
    ToolSessionGrant grant = ToolSessionGrant.read(shown.code(), manifests.inForce(), provider);
    if (!Instant.now().isBefore(grant.expires())) {
      throw refused(null);
    }
    return Response.status(Response.Status.CREATED)
        .entity(sessions.issue(grant.access(), () -> requireGood(grant, shown)))
        .build();
  }

  /** A code of ours that somebody else shows, or for another connection, or again, is a sign. */
  private void requireGood(ToolSessionGrant grant, Shown shown) {
    ToolAccess access = grant.access();
    if (!access.connection().toString().equals(shown.connection())
        || !grant.challenge().equals(challenge(shown.verifier()))
        || callers.standing(access.actor(), access.proof()).isEmpty()
        || !callers.use(access.actor(), grant.id(), grant.expires())) {
      throw refused(null);
    }
  }

  private static String challenge(String verifier) {
    try {
      return CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier)).getValue();
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private static ProblemException refused(Exception cause) {
    return new ProblemException(ErrorCode.TOOL_CODE_REFUSED, cause);
  }
}
