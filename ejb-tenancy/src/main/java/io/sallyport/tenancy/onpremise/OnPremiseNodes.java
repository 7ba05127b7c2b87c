package io.sallyport.tenancy.onpremise;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.SingleUseCode;
import io.sallyport.tenancy.company.VisibleName;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A company's own nodes, as its people see and change them. */
@Stateless
@TenantBound
@RolesAllowed(Role.TENANT_ADMIN)
public class OnPremiseNodes {
  /** As many as a company may have. */
  public static final int MOST = 50;

  /** How long a code is good for. */
  public static final Duration CODE_LIFE = Duration.ofMinutes(10);

  private static final int LONGEST_NAME = 64;

  private final SecureRandom random = new SecureRandom();

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /**
   * A code that enrols a node once.
   *
   * @param code for whoever runs the node, and kept nowhere
   * @param until when it ends
   */
  public record Code(String code, Instant until) {
    /** Never the code. */
    @Override
    public String toString() {
      return "Code";
    }
  }

  /** All that were not revoked, by name. */
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public List<OnPremiseNode> all(Actor actor) {
    return entities
        .createQuery(
            "select n from OnPremiseNode n where n.revokedAt is null order by lower(n.name)",
            OnPremiseNode.class)
        .getResultList();
  }

  /**
   * Those of them whose certificate ends before that time, or has ended, the first to end first.
   */
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public List<OnPremiseNode> ending(Actor actor, Instant before) {
    return entities
        .createQuery(
            "select n from OnPremiseNode n where n.revokedAt is null and n.notAfter < :before"
                + " order by n.notAfter",
            OnPremiseNode.class)
        .setParameter("before", before)
        .getResultList();
  }

  /**
   * One of them, revoked or not.
   *
   * @throws ProblemException {@code SP-NODE-UNKNOWN}, also for another company's
   */
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
  public OnPremiseNode find(Actor actor, NodeId id) {
    return Optional.ofNullable(entities.find(OnPremiseNode.class, id.value()))
        .orElseThrow(() -> new ProblemException(ErrorCode.NODE_UNKNOWN));
  }

  /**
   * A node's id, as it was given.
   *
   * @throws ProblemException {@code SP-NODE-UNKNOWN} for what has no such form
   */
  public static NodeId id(String text) {
    try {
      return NodeId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.NODE_UNKNOWN, e);
    }
  }

  /**
   * Adds one.
   *
   * @param name 1 to 64 visible characters, not another one's
   * @throws ProblemException {@code SP-NODE-NAME-INVALID}, {@code SP-NODE-LIMIT}
   */
  public NodeId add(Actor actor, String name) {
    List<OnPremiseNode> there = all(actor);
    String good =
        VisibleName.of(name, LONGEST_NAME)
            .filter(each -> there.stream().noneMatch(node -> node.name().equalsIgnoreCase(each)))
            .orElseThrow(() -> ProblemException.in(ErrorCode.NODE_NAME_INVALID, "name", null));
    if (there.size() >= MOST) {
      throw new ProblemException(ErrorCode.NODE_LIMIT);
    }
    NodeId id = NodeId.random();
    entities.persist(new OnPremiseNode(actor, id, good));
    return id;
  }

  /**
   * Makes a code, in place of any from before.
   *
   * @throws ProblemException {@code SP-NODE-UNKNOWN}, {@code SP-NODE-REVOKED}
   */
  public Code code(Actor actor, NodeId id) {
    SingleUseCode code = SingleUseCode.toReadOut(random);
    Instant until = Instant.now().plus(CODE_LIFE);
    change(
        actor,
        id,
        "update OnPremiseNode n set n.codeHash = :hash, n.codeExpiresAt = :until, n.codeBy = :by"
            + " where n.id = :id and n.revokedAt is null",
        code.hash(),
        until);
    return new Code(code.reveal(), until);
  }

  private void change(Actor actor, NodeId id, String statement, byte[] hash, Instant when) {
    int changed =
        entities
            .createQuery(statement)
            .setParameter("hash", hash)
            .setParameter("until", when)
            .setParameter("by", actor.person())
            .setParameter("id", id.value())
            .executeUpdate();
    if (changed != 1) {
      find(actor, id);
      throw new ProblemException(ErrorCode.NODE_REVOKED);
    }
  }

  /**
   * Revokes one: none of its certificates is good any more, from the next order on.
   *
   * @throws ProblemException {@code SP-NODE-UNKNOWN}, {@code SP-NODE-REVOKED}
   */
  public void revoke(Actor actor, NodeId id) {
    change(
        actor,
        id,
        "update OnPremiseNode n set n.codeHash = :hash, n.revokedAt = :until, n.revokedBy = :by"
            + " where n.id = :id and n.revokedAt is null",
        null,
        Instant.now());
  }
}
