package io.sallyport.web.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.CanonicalUuid;
import io.sallyport.contract.request.Reason;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.edge.ProblemMapper;
import io.sallyport.web.session.CurrentPerson;
import io.sallyport.web.token.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** The one endpoint through which any allowed AWS operation is asked for. */
@Path("connections/{id}/requests")
@RequestScoped
@RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RequestResource {
  private static final String NDJSON = "application/x-ndjson";

  @Inject private CurrentPerson current;
  @Inject private Requests requests;
  @Inject private PageLines lines;
  @Inject private Waits waits;

  /**
   * What is asked.
   *
   * @param service e.g. {@code ec2}
   * @param operation e.g. {@code DescribeInstances}
   * @param region e.g. {@code eu-central-1}
   * @param parameters by AWS's API names; may be left out
   * @param dryRun true only to ask AWS whether it would do it; may be left out
   * @param maxAge how many seconds old an answer to the same question may be, at most 300; left
   *     out, AWS is asked
   * @param reason why, in one line of at most 200 characters, which the trail keeps; may be left
   *     out
   */
  public record Question(
      String service,
      String operation,
      String region,
      Map<String, Object> parameters,
      Boolean dryRun,
      Integer maxAge,
      String reason) {}

  private Requests.Question question(Question given, String idempotencyKey) {
    Question stated =
        given == null ? new Question(null, null, null, null, null, null, null) : given;
    Requests.Question question =
        new Requests.Question(
            stated.service(),
            stated.operation(),
            stated.region(),
            stated.parameters(),
            Boolean.TRUE.equals(stated.dryRun()),
            stated.maxAge() == null ? 0 : stated.maxAge(),
            key(idempotencyKey),
            Reason.read(stated.reason()));
    if (requests.isWrite(question)) {
      current.requireToWrite();
    }
    return question;
  }

  private static UUID key(String text) {
    if (text == null) {
      return null;
    }
    try {
      return CanonicalUuid.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.IDEMPOTENCY_KEY_REQUIRED);
    }
  }

  /**
   * 200 with AWS's answer under its API names, or a problem that names what was wrong. What changes
   * something is done once for one idempotency key, however often it is asked, and takes a passkey
   * used just now, or a program's scope {@code requests:write}.
   *
   * @see <a
   *     href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">Idempotency-Key</a>
   */
  @POST
  @Operation(summary = "Has an allowed AWS operation carried out")
  @SecurityRequirement(name = "program", scopes = "requests:send")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.REQUESTS_SEND)
  public ServiceAnswer ask(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      Question question) {
    return requests.forward(
        current.actor(), Connections.id(id), question(question, idempotencyKey));
  }

  /**
   * The same for an operation that AWS answers in pages: 200 with a line of JSON for each page, as
   * soon as AWS has answered it. What goes wrong later is the last line: a problem, with its {@code
   * code}.
   *
   * @see <a href="https://github.com/ndjson/ndjson-spec">NDJSON</a>
   */
  @POST
  @Path("pages")
  @Produces(NDJSON)
  @Operation(summary = "Has an allowed AWS operation carried out, page by page to the last")
  @SecurityRequirement(name = "program", scopes = "requests:send")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.REQUESTS_SEND)
  public StreamingOutput pages(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") String idempotencyKey,
      Question question) {
    Actor actor = current.actor();
    Iterator<ServiceAnswer> pages =
        requests.pages(actor, Connections.id(id), question(question, idempotencyKey));
    // Whatever is wrong with the first one has the status that it has for a single request.
    ServiceAnswer first = pages.next();
    return told(
        out -> {
          lines.write(out, first);
          while (pages.hasNext()) {
            requests.requireStanding(actor);
            lines.write(out, pages.next());
          }
        });
  }

  /**
   * Waits until something has come, looking every five seconds: 200 with a line of JSON for each
   * look, the last of which has {@code reached} or is a problem. Whoever closes the connection
   * waits no longer.
   */
  @POST
  @Path("waits")
  @Produces(NDJSON)
  @Operation(summary = "Waits until something has come, and tells of each look at it")
  @SecurityRequirement(name = "program", scopes = "requests:send")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.REQUESTS_SEND)
  public StreamingOutput waits(@PathParam("id") String id, Question question) {
    Waits.Waiting waiting =
        waits.begin(current.actor(), Connections.id(id), question(question, null));
    return told(out -> waiting.follow(look -> lines.write(out, look)));
  }

  /** Lines, after which a problem is the last one. */
  private StreamingOutput told(StreamingOutput all) {
    return out -> {
      try {
        all.write(out);
      } catch (RuntimeException e) {
        lines.write(out, ProblemMapper.problem(e));
      }
    };
  }
}
