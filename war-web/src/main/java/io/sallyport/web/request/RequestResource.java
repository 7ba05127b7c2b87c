package io.sallyport.web.request;

import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import io.sallyport.web.token.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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
}
