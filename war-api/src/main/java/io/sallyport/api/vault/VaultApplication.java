package io.sallyport.api.vault;

import io.sallyport.api.edge.ProblemMapper;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The vault's door, version 1. */
@ApplicationPath("/vault/v1")
public class VaultApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(VaultResource.class, ProblemMapper.class);
  }
}
