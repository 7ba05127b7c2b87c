package io.sallyport.web.team;

import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Invitation;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.team.Member;
import io.sallyport.tenancy.team.Team;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A company's people, as the page shows them. */
@Named
@RequestScoped
public class TeamPage {
  @Inject private CurrentPerson current;
  @Inject private Team team;
  @Inject private Utc utc;
  @Inject private InvitationMail mail;

  private List<Row> members;

  /** Somebody of the company. */
  public record Row(
      String id,
      String name,
      String role,
      String roleLabel,
      long passkeys,
      String seen,
      boolean self) {}

  /** Somebody who has not accepted yet. */
  public record Open(String person, String name, String role, String expires) {}

  @PostConstruct
  void load() {
    Actor actor = current.actor();
    members = team.members(actor).stream().map(member -> row(member, actor.person())).toList();
  }

  private Row row(Member member, UUID self) {
    Set<Role> roles = member.person().roles();
    return new Row(
        member.person().id().toString(),
        member.person().displayName(),
        roles.iterator().next().roleName(),
        roles.stream().map(Role::label).collect(Collectors.joining(", ")),
        member.passkeys(),
        utc.orElse(member.lastSeenAt(), "Never"),
        member.person().id().equals(self));
  }

  public List<Row> getMembers() {
    return members;
  }

  /** Whether the company hangs on one person. */
  public boolean isLoneAdmin() {
    return members.stream().filter(row -> row.role().equals(Role.TENANT_ADMIN)).count() == 1;
  }

  /** For administrators: whoever was invited and has not come yet. */
  public List<Open> getInvitations() {
    return team.invitations(current.actor()).stream().map(this::open).toList();
  }

  private Open open(Invitation invitation) {
    return new Open(
        invitation.personId().toString(),
        invitation.displayName(),
        invitation.roles().stream().map(Role::label).collect(Collectors.joining(", ")),
        utc.text(invitation.expiresAt()));
  }

  /** Whether invitations can be mailed. */
  public boolean isMailing() {
    return mail.isConfigured();
  }

  /** What people may be, in this order. */
  public List<Role> getRoles() {
    return List.of(Role.USER, Role.ADMIN, Role.AUDITOR);
  }
}
