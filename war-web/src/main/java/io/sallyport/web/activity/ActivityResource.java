package io.sallyport.web.activity;

import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.company.Role;
import io.sallyport.web.session.CurrentPerson;
import io.sallyport.web.token.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** The tenant's audit trail. */
@Path("activity")
@RequestScoped
@RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
@Produces(MediaType.APPLICATION_JSON)
public class ActivityResource {
  @Inject private CurrentPerson current;
  @Inject private Activity activity;

  /**
   * One link of the trail, with all that its hash is of.
   *
   * @param tenant the company
   * @param sequence its number, from 1 without gaps
   * @param id its own
   * @param phase {@code INTENT} or {@code OUTCOME}
   * @param intent the id of the link that said what was going to be done; null for an intent
   * @param outcome {@code ok} or a code; null for an intent
   * @param facts canonical JSON
   * @param previous the hash of the link before; zeros for the first
   * @param hash hexadecimal SHA-256 of the rest in canonical JSON (RFC 8785), without what is null
   */
  public record Link(
      UUID tenant,
      long sequence,
      UUID id,
      Instant at,
      String node,
      UUID person,
      String action,
      String phase,
      String subject,
      UUID request,
      UUID intent,
      String outcome,
      String facts,
      String previous,
      String hash) {
    static Link of(AuditEvent event) {
      return new Link(
          event.tenantId(),
          event.sequence(),
          event.id(),
          event.at(),
          event.node(),
          event.personId(),
          event.action().code(),
          event.phase().name(),
          event.subject(),
          event.requestId(),
          event.intentId().orElse(null),
          event.outcome().orElse(null),
          event.facts(),
          event.previousHashHex(),
          event.hashHex());
    }
  }

  /** At most 50 links, newest first, older than link number {@code before}. */
  @GET
  @Operation(summary = "At most 50 links of the audit trail, newest first")
  @SecurityRequirement(name = "program", scopes = "activity:read")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.ACTIVITY_READ)
  public List<Link> list(@QueryParam("before") Long before) {
    OptionalLong from = before == null ? OptionalLong.empty() : OptionalLong.of(before);
    return activity.page(current.actor(), from).stream().map(Link::of).toList();
  }
}
