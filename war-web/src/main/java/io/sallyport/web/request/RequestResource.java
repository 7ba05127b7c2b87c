package io.sallyport.web.request;

import io.sallyport.contract.error.ProblemException;
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
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
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

  private final Jsonb jsonb = JsonbBuilder.create();

  @Inject private CurrentPerson current;
  @Inject private Requests requests;

  /**
   * What is asked.
   *
   * @param service e.g. {@code ec2}
   * @param operation e.g. {@code DescribeInstances}
   * @param region e.g. {@code eu-central-1}
   * @param parameters by AWS's API names; may be left out
   */
  public record Question(
      String service, String operation, String region, Map<String, Object> parameters) {}

  /** 200 with AWS's answer under its API names, or a problem that names what was wrong. */
  @POST
  @Operation(summary = "Has an allowed AWS operation carried out")
  @SecurityRequirement(name = "program", scopes = "requests:send")
  @SecurityRequirement(name = "session")
  @Scope(ApiScope.REQUESTS_SEND)
  public ServiceAnswer ask(@PathParam("id") String id, Question question) {
    Question given = question == null ? new Question(null, null, null, null) : question;
    return requests.forward(
        current.actor(),
        Connections.id(id),
        given.service(),
        given.operation(),
        given.region(),
        given.parameters());
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
  public StreamingOutput pages(@PathParam("id") String id, Question question) {
    Question given = question == null ? new Question(null, null, null, null) : question;
    Iterator<ServiceAnswer> pages =
        requests.pages(
            current.actor(),
            Connections.id(id),
            given.service(),
            given.operation(),
            given.region(),
            given.parameters());
    // Whatever is wrong with the first one has the status that it has for a single request.
    ServiceAnswer first = pages.next();
    return out -> {
      line(out, first);
      try {
        while (pages.hasNext()) {
          line(out, pages.next());
        }
      } catch (ProblemException e) {
        line(out, ProblemMapper.problem(e));
      }
    };
  }

  private void line(OutputStream out, Object value) throws IOException {
    out.write((jsonb.toJson(value) + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
