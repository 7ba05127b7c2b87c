package io.sallyport.web.edge;

import io.sallyport.contract.error.Problem;
import io.sallyport.web.activity.ActivityExportResource;
import io.sallyport.web.activity.ActivityResource;
import io.sallyport.web.client.ApiClientResource;
import io.sallyport.web.company.CompanyResource;
import io.sallyport.web.connection.ConnectionResource;
import io.sallyport.web.connection.SealingResource;
import io.sallyport.web.keys.KeyDirectory;
import io.sallyport.web.onpremise.EnrolmentResource;
import io.sallyport.web.onpremise.OnPremiseNodeResource;
import io.sallyport.web.passkey.OwnPasskeyResource;
import io.sallyport.web.passkey.PasskeyResource;
import io.sallyport.web.passkey.RecoveryResource;
import io.sallyport.web.request.RequestExportResource;
import io.sallyport.web.request.RequestResource;
import io.sallyport.web.request.RunningRequestResource;
import io.sallyport.web.session.SessionResource;
import io.sallyport.web.sso.SsoMachineResource;
import io.sallyport.web.sso.SsoResource;
import io.sallyport.web.sso.SsoSettingsResource;
import io.sallyport.web.staff.RecoveryRequestResource;
import io.sallyport.web.team.TeamResource;
import io.sallyport.web.token.ScopeFilter;
import io.sallyport.web.tool.ToolCodeResource;
import io.sallyport.web.tool.ToolSessionResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The public REST API, version 1. */
@ApplicationPath("/api/v1")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Sallyport",
            version = "1",
            description =
                "What the portal's own pages and customers' programs call. A program signs a new"
                    + " token for each request with a key whose public half an administrator"
                    + " registered: see docs/api.md."),
    components =
        @Components(
            schemas = @Schema(name = "Problem", implementation = Problem.class),
            securitySchemes = {
              @SecurityScheme(
                  securitySchemeName = ApiDescription.PROGRAM,
                  type = SecuritySchemeType.HTTP,
                  scheme = "bearer",
                  bearerFormat = "JWT",
                  description = "A JWT that the program signed, accepted once"),
              @SecurityScheme(
                  securitySchemeName = ApiDescription.SESSION,
                  type = SecuritySchemeType.APIKEY,
                  in = SecuritySchemeIn.COOKIE,
                  apiKeyName = "__Host-sallyport",
                  description =
                      "The web session of somebody who signed in; what changes something carries"
                          + " the portal's Origin")
            }),
    security = @SecurityRequirement(name = ApiDescription.SESSION))
public class PortalApi extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        PasskeyResource.class,
        RecoveryResource.class,
        OwnPasskeyResource.class,
        SsoResource.class,
        SsoSettingsResource.class,
        SsoMachineResource.class,
        SessionResource.class,
        TeamResource.class,
        CompanyResource.class,
        RecoveryRequestResource.class,
        OnPremiseNodeResource.class,
        EnrolmentResource.class,
        SealingResource.class,
        KeyDirectory.class,
        ConnectionResource.class,
        RequestResource.class,
        RunningRequestResource.class,
        RequestExportResource.class,
        ToolSessionResource.class,
        ToolCodeResource.class,
        ActivityResource.class,
        ActivityExportResource.class,
        ApiClientResource.class,
        OpenApiDocument.class,
        ScopeFilter.class,
        SameOrigin.class,
        BodyLimit.class,
        AddressLimits.class,
        RefusalTime.class,
        ProblemMapper.class);
  }
}
