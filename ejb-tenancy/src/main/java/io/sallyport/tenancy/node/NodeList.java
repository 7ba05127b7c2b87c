package io.sallyport.tenancy.node;

import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;

/** The nodes there are, for those who run them. */
@Stateless
@RolesAllowed(Role.VENDOR_OPERATOR)
public class NodeList {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /** All that ever were, by kind and name. */
  public List<NodeStatus> all(Actor staff) {
    return entities
        .createQuery("select n from NodeStatus n order by n.kind desc, n.name", NodeStatus.class)
        .getResultList();
  }
}
