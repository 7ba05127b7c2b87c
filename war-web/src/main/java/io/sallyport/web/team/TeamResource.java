package io.sallyport.web.team;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Invitation;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.tenancy.limit.Network;
import io.sallyport.tenancy.passkey.RelyingParty;
import io.sallyport.tenancy.recovery.Recoveries;
import io.sallyport.tenancy.team.Member;
import io.sallyport.tenancy.team.Team;
import io.sallyport.web.edge.PathId;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.mail.internet.InternetAddress;
import jakarta.servlet.http.HttpServletRequest;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One's company's people. To change who may do what, one's passkey must have been used just now.
 */
@Path("team")
@RequestScoped
@RolesAllowed(Role.TENANT_ADMIN)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TeamResource {
  @Inject private CurrentPerson current;
  @Inject private Team team;
  @Inject private Recoveries recoveries;
  @Inject private RelyingParty portal;
  @Inject private InvitationMail mail;
  @Inject private Limits limits;
  @Inject private AuditTrail trail;
  @Inject private HttpServletRequest caller;

  /**
   * Somebody of the company.
   *
   * @param lastSeenAt null when never
   */
  public record View(String id, String name, Set<String> roles, long passkeys, Instant lastSeenAt) {
    static View of(Member member) {
      return new View(
          member.person().id().toString(),
          member.person().displayName(),
          Role.names(member.person().roles()),
          member.passkeys(),
          member.lastSeenAt());
    }
  }

  /** An invitation that nobody has accepted yet; its link is not kept. */
  public record Open(String person, String name, Set<String> roles, Instant expiresAt) {
    static Open of(Invitation invitation) {
      return new Open(
          invitation.personId().toString(),
          invitation.displayName(),
          Role.names(invitation.roles()),
          invitation.expiresAt());
    }
  }

  /**
   * Whom to invite.
   *
   * @param name 1 to 200 visible characters
   * @param role {@code tenant-admin}, {@code tenant-user} or {@code tenant-auditor}
   * @param mail where to send the link, if the site sends mail; kept nowhere
   */
  public record Guest(String name, String role, String mail) {
    /** Never the address. */
    @Override
    public String toString() {
      return "Guest[" + role + "]";
    }
  }

  /**
   * An invitation.
   *
   * @param person who its holder becomes
   * @param link to be handed over; shown once, works once, for 72 hours
   * @param mailed whether a mail server took it
   */
  public record Invited(String person, String link, boolean mailed) {
    /** Never the link. */
    @Override
    public String toString() {
      return "Invited[" + person + "]";
    }
  }

  /**
   * What somebody is to be.
   *
   * @param role {@code tenant-admin}, {@code tenant-user} or {@code tenant-auditor}
   */
  public record Becoming(String role) {}

  /** Everybody: 200. */
  @GET
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public List<View> members() {
    return team.members(current.actor()).stream().map(View::of).toList();
  }

  /** The open invitations: 200. */
  @GET
  @Path("invitations")
  public List<Open> invitations() {
    return team.invitations(current.actor()).stream().map(Open::of).toList();
  }

  /** Invites somebody: 201 with the link. */
  @POST
  @Path("invitations")
  public Response invite(Guest guest) {
    current.requireFresh();
    SignedIn inviter = current.getPerson();
    Actor actor = current.actor();
    Guest given = guest == null ? new Guest(null, null, null) : guest;
    Role role = Team.role(given.role());
    Optional<InternetAddress> address = mail.address(given.mail());
    address.ifPresent(
        to -> {
          limits.count(Limit.MAILS, actor.tenant().toString());
          // Companies cost nothing: whoever makes many of them sends no more for that.
          limits.count(Limit.MAILS_FROM, Network.of(caller.getRemoteAddr()).name());
        });
    Team.Invited made =
        trail.record(
            AuditEntry.of(actor, AuditAction.PERSON_INVITE, actor.person(), UUID.randomUUID())
                .with("role", role.roleName()),
            () -> team.invite(actor, given.name(), role));
    String link = portal.origin() + "/join#" + made.code().reveal();
    boolean mailed =
        address
            .filter(to -> mail.send(to, inviter.company(), inviter.displayName(), link))
            .isPresent();
    return Response.status(Response.Status.CREATED)
        .entity(new Invited(made.person().toString(), link, mailed))
        .build();
  }

  /** Withdraws an invitation: 204. */
  @DELETE
  @Path("invitations/{person}")
  public void withdraw(@PathParam("person") String person) {
    UUID id = PathId.of(person, ErrorCode.INVITATION_UNKNOWN);
    Actor actor = current.actor();
    trail.act(
        AuditEntry.of(actor, AuditAction.INVITATION_WITHDRAW, id, UUID.randomUUID()),
        () -> team.withdraw(actor, id));
  }

  /** Gives somebody another role: 204. */
  @PUT
  @Path("{person}/role")
  public void become(@PathParam("person") String person, Becoming wanted) {
    current.requireFresh();
    UUID id = PathId.of(person, ErrorCode.PERSON_UNKNOWN);
    Role role = Team.role(wanted == null ? null : wanted.role());
    Actor actor = current.actor();
    trail.act(
        AuditEntry.of(actor, AuditAction.PERSON_ROLE, id, UUID.randomUUID())
            .with("role", role.roleName()),
        () -> team.setRole(actor, id, role));
  }

  /**
   * What somebody read out who lost every passkey.
   *
   * @param code three groups of four letters
   */
  public record Heard(String code) {
    /** Never the code. */
    @Override
    public String toString() {
      return "Heard";
    }
  }

  /** Vouches for somebody: 204, and the passkey they made is theirs. */
  @POST
  @Path("{person}/recovery")
  public void recover(@PathParam("person") String person, Heard heard) {
    current.requireFresh();
    UUID id = PathId.of(person, ErrorCode.PERSON_UNKNOWN);
    Actor actor = current.actor();
    trail.act(
        AuditEntry.of(actor, AuditAction.PERSON_RECOVER, id, UUID.randomUUID()),
        () -> recoveries.vouch(actor, heard == null ? null : heard.code(), id));
  }

  /** Stops a recovery that the vendor's people asked for: 204. */
  @DELETE
  @Path("recoveries/{approval}")
  public void stop(@PathParam("approval") String approval) {
    UUID id = PathId.of(approval, ErrorCode.APPROVAL_UNKNOWN);
    Actor actor = current.actor();
    trail.act(
        AuditEntry.of(actor, AuditAction.RECOVERY_END, id, UUID.randomUUID()),
        () -> recoveries.stop(actor, id));
  }

  /** Removes somebody: 204. */
  @DELETE
  @Path("{person}")
  public void remove(@PathParam("person") String person) {
    current.requireFresh();
    UUID id = PathId.of(person, ErrorCode.PERSON_UNKNOWN);
    Actor actor = current.actor();
    trail.act(
        AuditEntry.of(actor, AuditAction.PERSON_REMOVE, id, UUID.randomUUID()),
        () -> team.remove(actor, id));
  }
}
