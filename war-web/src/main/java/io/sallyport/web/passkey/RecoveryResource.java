package io.sallyport.web.passkey;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.passkey.NewPasskey;
import io.sallyport.tenancy.passkey.RelyingParty;
import io.sallyport.tenancy.recovery.Recoveries;
import io.sallyport.web.edge.EvenRefusals;
import io.sallyport.web.edge.PerAddress;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;

/**
 * For somebody who lost every passkey. They say nowhere who they are: a new passkey is made, and
 * whoever knows them says whose it is.
 */
@Path("auth/recovery")
@RequestScoped
@PermitAll
@SecurityRequirements
@PerAddress(Limit.CEREMONIES)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RecoveryResource {
  @Inject private CurrentPerson current;
  @Inject private RelyingParty relyingParty;
  @Inject private Recoveries recoveries;
  @Inject private AuditTrail trail;

  /**
   * A code to read out.
   *
   * @param code three groups of four letters
   * @param until when it stops working, unless somebody vouches
   */
  public record Spoken(String code, Instant until) {
    /** Never the code. */
    @Override
    public String toString() {
      return "Spoken";
    }
  }

  /**
   * A code that was read out.
   *
   * @param code in any case, with or without its hyphens
   */
  public record Heard(String code) {
    /** Never the code. */
    @Override
    public String toString() {
      return "Heard";
    }
  }

  /** Begins: creation options. */
  @POST
  @Path("options")
  @PerAddress({Limit.CEREMONIES, Limit.REGISTRATIONS})
  public JsonObject begin() {
    PendingRecovery pending = new PendingRecovery(relyingParty.challenge());
    current.begin(pending);
    return CeremonyOptions.creation(
        relyingParty,
        new PendingRegistration(
            pending.challenge(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            "Sallyport",
            "Recovered access"));
  }

  /** Keeps the new passkey: 201 with the code, or {@code SP-PASSKEY-REFUSED}. */
  @POST
  public Response keep(String credential) {
    PendingRecovery pending =
        current
            .take(PendingRecovery.class)
            .orElseThrow(() -> new ProblemException(ErrorCode.PASSKEY_REFUSED));
    NewPasskey passkey = relyingParty.verifyRegistration(credential, pending.challenge());
    Spoken spoken =
        new Spoken(recoveries.begin(passkey).reveal(), Instant.now().plus(Recoveries.CODE));
    return Response.status(Response.Status.CREATED).entity(spoken).build();
  }

  /**
   * Finishes what the vendor approved and has taken effect: 204, or {@code SP-RECOVERY-REFUSED}
   * whatever was wrong.
   */
  @POST
  @Path("finish")
  @EvenRefusals
  public void finish(Heard heard) {
    String code = heard == null ? null : heard.code();
    TenantId tenant =
        recoveries
            .tenantOf(code)
            .orElseThrow(() -> new ProblemException(ErrorCode.RECOVERY_REFUSED));
    UUID person = recoveries.personOf(tenant, code);
    trail.act(
        AuditEntry.of(
            new Actor(tenant.value(), person),
            AuditAction.PERSON_RECOVER,
            person,
            UUID.randomUUID()),
        () -> recoveries.finish(tenant, code));
  }
}
