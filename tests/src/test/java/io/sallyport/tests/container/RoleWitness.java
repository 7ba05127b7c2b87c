package io.sallyport.tests.container;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.SessionContext;
import java.util.List;

/** Tells its caller's roles, as the container sees them. */
@PermitAll
public class RoleWitness {
  @Resource private SessionContext context;

  /** The caller's roles. */
  public List<String> roles() {
    return Roles.ALL.stream().filter(context::isCallerInRole).toList();
  }
}
