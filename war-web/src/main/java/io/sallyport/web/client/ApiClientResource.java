package io.sallyport.web.client;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.CanonicalUuid;
import io.sallyport.tenancy.client.ApiClients;
import io.sallyport.tenancy.client.ApiKey;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.client.NewApiKey;
import io.sallyport.tenancy.company.Role;
import io.sallyport.web.session.CurrentPerson;
import io.sallyport.web.token.ClientKeys;
import io.sallyport.web.token.PublicJwk;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/**
 * The programs that a company has let in. To change anything about them, an administrator's passkey
 * must have been used just now.
 */
@Path("api-clients")
@RequestScoped
@RolesAllowed(Role.TENANT_ADMIN)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ApiClientResource {
  private static final int LONGEST_URL = 2_000;

  @Inject private CurrentPerson current;
  @Inject private ApiClients clients;
  @Inject private ClientKeys published;
  @Inject private AuditTrail trail;

  /**
   * A program.
   *
   * @param id what its tokens name as {@code iss} and {@code sub}
   * @param jwksUrl where its keys are published, or null
   * @param keys those that were pasted, oldest first
   * @param lastUsedAt null when never; right to the minute
   */
  @Schema(name = "Program")
  public record View(
      String id,
      String name,
      List<String> scopes,
      String jwksUrl,
      List<KeyView> keys,
      Instant createdAt,
      Instant lastUsedAt) {
    static View of(ApiClients.Registered program) {
      return new View(
          program.client().id().toString(),
          program.client().name(),
          program.client().scopes().stream().map(ApiScope::code).toList(),
          program.client().jwksUrl().orElse(null),
          program.keys().stream().map(KeyView::of).toList(),
          program.client().createdAt(),
          program.client().lastUsedAt());
    }
  }

  /**
   * A public key of a program.
   *
   * @param kid its RFC 7638 thumbprint, which tokens name as {@code kid}
   */
  @Schema(name = "ProgramKey")
  public record KeyView(String kid, Instant createdAt) {
    static KeyView of(ApiKey key) {
      return new KeyView(key.kid(), key.createdAt());
    }
  }

  /**
   * A program to let in: with one to five keys, or with the URL of its JWK set.
   *
   * @param name 1 to 64 visible characters
   * @param scopes what it may do, at least one
   * @param keys public JWKs (RFC 7517), or null
   * @param jwksUrl an https URL, or null
   */
  @Schema(name = "NewProgram")
  public record Wish(String name, List<String> scopes, List<JsonObject> keys, String jwksUrl) {
    /** Never the keys: one may be private by mistake. */
    @Override
    public String toString() {
      return "Wish";
    }
  }

  /**
   * What was let in.
   *
   * @param id the program's id
   */
  @Schema(name = "AddedProgram")
  public record Added(String id) {}

  /** All of them, oldest first: 200. */
  @Operation(summary = "The programs that were let in")
  @GET
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_AUDITOR})
  public List<View> all() {
    return clients.all(current.actor()).stream().map(View::of).toList();
  }

  /** Lets one in: 201. */
  @Operation(summary = "Lets a program in")
  @APIResponseSchema(value = Added.class, responseCode = "201", responseDescription = "Let in")
  @POST
  public Response add(Wish wish) {
    current.requireFresh();
    Actor actor = current.actor();
    Wish given = wish == null ? new Wish(null, null, null, null) : wish;
    String name = ApiClients.name(given.name());
    Set<ApiScope> scopes = scopes(given.scopes());
    List<NewApiKey> keys = orEmpty(given.keys()).stream().map(PublicJwk::read).toList();
    Optional<String> url = Optional.ofNullable(given.jwksUrl()).filter(text -> !text.isEmpty());
    url.ifPresent(this::checkPublished);
    UUID request = UUID.randomUUID();
    UUID added =
        trail.record(
            AuditEntry.of(actor, AuditAction.API_CLIENT_ADD, actor.tenant(), request)
                .with("name", name)
                .with(
                    "scopes", scopes.stream().map(ApiScope::code).collect(Collectors.joining(" "))),
            () -> clients.add(actor, name, scopes, keys, url));
    return Response.created(URI.create("api-clients/" + added))
        .entity(new Added(added.toString()))
        .build();
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  private static Set<ApiScope> scopes(List<String> codes) {
    Set<ApiScope> scopes = EnumSet.noneOf(ApiScope.class);
    for (String code : orEmpty(codes)) {
      scopes.add(ApiScope.of(code).orElseThrow(() -> invalid("scopes", "There is no such scope.")));
    }
    return scopes;
  }

  /** That there are keys to be had: whoever mistypes hears it now, and not from their program. */
  private void checkPublished(String url) {
    try {
      if (url.length() > LONGEST_URL || published.fetch(URI.create(url)).isEmpty()) {
        throw invalid("jwksUrl", "Under this URL there is no key that programs may sign with.");
      }
    } catch (IOException | IllegalArgumentException e) {
      // Which of the reasons it was would tell about our network.
      throw new ProblemException(
          ProblemException.in(
                  ErrorCode.API_CLIENT_INVALID,
                  "jwksUrl",
                  "No JWK set could be fetched there: it must answer https requests from the"
                      + " Internet with 200 and at most 64 KiB.")
              .problem(),
          e);
    }
  }

  private static ProblemException invalid(String field, String what) {
    return ProblemException.in(ErrorCode.API_CLIENT_INVALID, field, what);
  }

  /** Removes one: 204. */
  @Operation(summary = "Removes a program")
  @DELETE
  @Path("{id}")
  public void remove(@PathParam("id") String id) {
    current.requireFresh();
    Actor actor = current.actor();
    UUID client = id(id);
    record(
        AuditEntry.of(actor, AuditAction.API_CLIENT_REMOVE, client, UUID.randomUUID()),
        () -> clients.remove(actor, client));
  }

  /** Gives one a further key, a public JWK: 201. */
  @Operation(summary = "Gives a program a further key")
  @APIResponse(responseCode = "201", description = "Added")
  @POST
  @Path("{id}/keys")
  public Response addKey(@PathParam("id") String id, JsonObject jwk) {
    current.requireFresh();
    Actor actor = current.actor();
    UUID client = id(id);
    NewApiKey key = PublicJwk.read(jwk);
    record(
        AuditEntry.of(actor, AuditAction.API_KEY_ADD, client, UUID.randomUUID())
            .with("kid", key.kid()),
        () -> clients.addKey(actor, client, key));
    return Response.created(URI.create("api-clients/" + client + "/keys/" + key.kid())).build();
  }

  /** Takes a key away: 204. */
  @Operation(summary = "Takes a program's key away")
  @DELETE
  @Path("{id}/keys/{kid}")
  public void removeKey(@PathParam("id") String id, @PathParam("kid") String kid) {
    current.requireFresh();
    Actor actor = current.actor();
    UUID client = id(id);
    record(
        AuditEntry.of(actor, AuditAction.API_KEY_REMOVE, client, UUID.randomUUID())
            .with("kid", kid.substring(0, Math.min(kid.length(), 64))),
        () -> clients.removeKey(actor, client, kid));
  }

  private void record(AuditEntry entry, Runnable act) {
    trail.record(
        entry,
        () -> {
          act.run();
          return entry;
        });
  }

  private static UUID id(String text) {
    try {
      return CanonicalUuid.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.API_CLIENT_UNKNOWN, e);
    }
  }
}
