package io.sallyport.tenancy.onpremise;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.company.SingleUseCode;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;
import java.util.UUID;

/** Finds what a node that enrols, or renews, belongs to: it shows a code, or says which it is. */
@Stateless
@PermitAll
public class NodeEnrolments {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /**
   * What of a code is kept and handed on.
   *
   * @throws ProblemException {@code SP-ENROLMENT-REFUSED} for what is no code
   */
  public static byte[] hash(String code) {
    try {
      return SingleUseCode.heard(code).hash();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED, e);
    }
  }

  /**
   * The company that a code is of.
   *
   * @throws ProblemException {@code SP-ENROLMENT-REFUSED}, the same for every reason
   */
  public TenantId tenantOf(byte[] codeHash) {
    return tenant(
        entities
            .createNativeQuery("select tenant_of_node_code(:hash)", UUID.class)
            .setParameter("hash", codeHash)
            .getSingleResult());
  }

  /**
   * The company that an enrolled node is of.
   *
   * @throws ProblemException {@code SP-ENROLMENT-REFUSED}, the same for every reason
   */
  public TenantId tenantOfNode(NodeId node) {
    return tenant(
        entities
            .createNativeQuery("select tenant_of_node(:node)", UUID.class)
            .setParameter("node", node.value())
            .getSingleResult());
  }

  private static TenantId tenant(Object found) {
    return Optional.ofNullable((UUID) found)
        .map(TenantId::new)
        .orElseThrow(() -> new ProblemException(ErrorCode.ENROLMENT_REFUSED));
  }

  /**
   * The node that a code enrols.
   *
   * @throws ProblemException {@code SP-ENROLMENT-REFUSED}
   */
  @TenantBound
  public OnPremiseNode find(TenantId tenant, byte[] codeHash) {
    return entities
        .createQuery("select n from OnPremiseNode n where n.codeHash = :hash", OnPremiseNode.class)
        .setParameter("hash", codeHash)
        .getResultStream()
        .findFirst()
        .orElseThrow(() -> new ProblemException(ErrorCode.ENROLMENT_REFUSED));
  }

  /**
   * A node that renews.
   *
   * @throws ProblemException {@code SP-ENROLMENT-REFUSED}
   */
  @TenantBound
  public OnPremiseNode find(TenantId tenant, NodeId node) {
    return Optional.ofNullable(entities.find(OnPremiseNode.class, node.value()))
        .orElseThrow(() -> new ProblemException(ErrorCode.ENROLMENT_REFUSED));
  }
}
