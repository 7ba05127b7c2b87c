package io.sallyport.api.edge;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The API service, version 1. */
@ApplicationPath("/v1")
public class ApiApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(GateResource.class, ProblemMapper.class);
  }
}
