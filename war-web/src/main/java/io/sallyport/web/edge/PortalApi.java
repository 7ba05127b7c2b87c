package io.sallyport.web.edge;

import io.sallyport.web.activity.ActivityResource;
import io.sallyport.web.company.CompanyResource;
import io.sallyport.web.connection.ConnectionResource;
import io.sallyport.web.connection.SealingResource;
import io.sallyport.web.keys.KeyDirectory;
import io.sallyport.web.passkey.OwnPasskeyResource;
import io.sallyport.web.passkey.PasskeyResource;
import io.sallyport.web.passkey.RecoveryResource;
import io.sallyport.web.request.RequestResource;
import io.sallyport.web.session.SessionResource;
import io.sallyport.web.sso.SsoMachineResource;
import io.sallyport.web.sso.SsoResource;
import io.sallyport.web.sso.SsoSettingsResource;
import io.sallyport.web.staff.RecoveryRequestResource;
import io.sallyport.web.team.TeamResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The public REST API, version 1. */
@ApplicationPath("/api/v1")
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
        SealingResource.class,
        KeyDirectory.class,
        ConnectionResource.class,
        RequestResource.class,
        ActivityResource.class,
        SameOrigin.class,
        BodyLimit.class,
        AddressLimits.class,
        ProblemMapper.class);
  }
}
