package io.sallyport.api.vault;

import static io.sallyport.api.edge.NodeCertificates.CUSTODIAN_NAME;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.vault.VaultDoor;
import io.sallyport.contract.vault.VaultState;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/**
 * A custodian with a certificate does everything here; a web node looks, and forgets shares or
 * seals for a custodian who is signed in to the portal, whom it names.
 */
@Path("/")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class VaultResource {
  @Inject private VaultDoor door;
  @Context private SecurityContext caller;

  /**
   * A custodian's share.
   *
   * @param share as text
   */
  public record Submission(String share) {
    /** Never the share. */
    @Override
    public String toString() {
      return "Submission";
    }
  }

  /** How the vault stands. */
  @GET
  @Path("state")
  @RolesAllowed({"key-custodian", "web-node"})
  public VaultState state() {
    return door.state();
  }

  /** Submits a share. */
  @POST
  @Path("shares")
  @RolesAllowed("key-custodian")
  public VaultState submit(Submission submission) {
    if (submission == null || submission.share() == null) {
      throw new ProblemException(ErrorCode.REQUEST_MALFORMED);
    }
    return door.submit(custodian(null), submission.share());
  }

  /** Forgets the shares that were submitted so far. */
  @DELETE
  @Path("shares")
  @RolesAllowed({"key-custodian", "web-node"})
  public VaultState abort(@QueryParam("person") String person) {
    return door.abort(custodian(person));
  }

  /** Seals. */
  @POST
  @Path("seal")
  @RolesAllowed({"key-custodian", "web-node"})
  public VaultState seal(@QueryParam("person") String person) {
    return door.seal(custodian(person));
  }

  /** Whoever the certificate names; only a web node's word counts for somebody else. */
  private PersonId custodian(String named) {
    String name = caller.getUserPrincipal().getName();
    try {
      return PersonId.parse(
          name.startsWith(CUSTODIAN_NAME)
              ? name.substring(CUSTODIAN_NAME.length())
              : String.valueOf(named));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.REQUEST_MALFORMED, e);
    }
  }
}
