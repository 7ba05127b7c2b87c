package io.sallyport.web.passkey;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.passkey.NewPasskey;
import io.sallyport.tenancy.passkey.OwnPasskeys;
import io.sallyport.tenancy.passkey.Passkey;
import io.sallyport.tenancy.passkey.RelyingParty;
import io.sallyport.web.edge.PathId;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One's own passkeys. To add or to remove one, the present one must have been used just now. */
@Path("me/passkeys")
@RequestScoped
@RolesAllowed({
  Role.TENANT_ADMIN,
  Role.TENANT_USER,
  Role.TENANT_AUDITOR,
  Role.KEY_CUSTODIAN,
  Role.VENDOR_SUPPORT,
  Role.VENDOR_OPERATOR,
  Role.SECURITY_OFFICER,
  Role.VENDOR_AUDITOR
})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class OwnPasskeyResource {
  @Inject private CurrentPerson current;
  @Inject private RelyingParty relyingParty;
  @Inject private OwnPasskeys passkeys;
  @Inject private AuditTrail trail;

  /**
   * A passkey.
   *
   * @param lastUsedAt null when never
   * @param copied whether its counter went back: it does not sign in any more
   */
  public record View(
      String id, String name, Instant createdAt, Instant lastUsedAt, boolean copied) {
    static View of(Passkey passkey) {
      return new View(
          passkey.id().toString(),
          passkey.name(),
          passkey.createdAt(),
          passkey.lastUsedAt(),
          passkey.isCopied());
    }
  }

  /**
   * What a passkey is to be called.
   *
   * @param name 1 to 64 visible characters
   */
  public record Naming(String name) {}

  /** All of them: 200. */
  @GET
  public List<View> all() {
    return passkeys.all(current.actor()).stream().map(View::of).toList();
  }

  /** Begins adding one: creation options. */
  @POST
  @Path("options")
  public JsonObject beginAdding(Naming wanted) {
    current.requireFresh();
    SignedIn person = current.getPerson();
    PendingPasskey pending =
        new PendingPasskey(relyingParty.challenge(), passkeys.name(person.actor(), nameOf(wanted)));
    current.begin(pending);
    return CeremonyOptions.creation(
        relyingParty,
        new PendingRegistration(
            pending.challenge(),
            person.tenant(),
            person.person(),
            person.company(),
            person.displayName()),
        passkeys.credentialIds(person.actor()));
  }

  /** Ends adding one: 201, or {@code SP-PASSKEY-REFUSED}. */
  @POST
  public Response add(String credential) {
    Actor actor = current.actor();
    PendingPasskey pending =
        current
            .take(PendingPasskey.class)
            .orElseThrow(() -> new ProblemException(ErrorCode.PASSKEY_REFUSED));
    NewPasskey passkey = relyingParty.verifyRegistration(credential, pending.challenge());
    UUID added =
        trail.record(
            AuditEntry.of(actor, AuditAction.PASSKEY_ADD, actor.person(), UUID.randomUUID())
                .with("name", pending.name()),
            () -> passkeys.add(actor, passkey, pending.name()));
    return Response.created(URI.create("me/passkeys/" + added)).build();
  }

  /** Renames one: 204. */
  @PUT
  @Path("{id}")
  public void rename(@PathParam("id") String id, Naming wanted) {
    Actor actor = current.actor();
    UUID passkey = PathId.of(id, ErrorCode.PASSKEY_UNKNOWN);
    trail.act(
        AuditEntry.of(actor, AuditAction.PASSKEY_RENAME, passkey, UUID.randomUUID()),
        () -> passkeys.rename(actor, passkey, nameOf(wanted)));
  }

  /** Removes one, but never the last: 204. */
  @DELETE
  @Path("{id}")
  public void remove(@PathParam("id") String id) {
    current.requireFresh();
    Actor actor = current.actor();
    UUID passkey = PathId.of(id, ErrorCode.PASSKEY_UNKNOWN);
    trail.act(
        AuditEntry.of(actor, AuditAction.PASSKEY_REMOVE, passkey, UUID.randomUUID()),
        () -> passkeys.remove(actor, passkey));
  }

  private static String nameOf(Naming wanted) {
    return wanted == null ? null : wanted.name();
  }
}
