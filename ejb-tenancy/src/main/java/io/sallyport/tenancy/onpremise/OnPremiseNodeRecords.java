package io.sallyport.tenancy.onpremise;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.EnrolledNode;
import io.sallyport.contract.onpremise.NodeRecords;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What a decrypt node reads and writes of companies' own nodes. */
@Stateless
@Local(NodeRecords.class)
@RolesAllowed("decrypt-node")
public class OnPremiseNodeRecords implements NodeRecords {
  /** Within which a node has taken up a new key for all that it does. */
  private static final Duration TAKEN_UP = Duration.ofMinutes(1);

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Override
  @TenantBound
  public EnrolledNode enrolled(Actor actor, NodeId id) {
    return enrolled(id);
  }

  private EnrolledNode enrolled(NodeId id) {
    OnPremiseNode node =
        Optional.ofNullable(entities.find(OnPremiseNode.class, id.value()))
            .orElseThrow(() -> new ProblemException(ErrorCode.NODE_UNKNOWN));
    Instant now = Instant.now();
    return switch (node.standing(now)) {
      case ENROLLED -> node.enrolled(now);
      case REVOKED -> throw new ProblemException(ErrorCode.NODE_REVOKED);
      case WAITING, CODE, EXPIRED -> throw new ProblemException(ErrorCode.NODE_NOT_ENROLLED);
    };
  }

  @Override
  @TenantBound
  public void enrol(
      Actor actor,
      NodeId id,
      byte[] codeHash,
      byte[] certificate,
      Instant notAfter,
      String release) {
    Instant now = Instant.now();
    // One statement decides: of any number of uses at the same moment, one finds the code unused.
    // A node that is enrolled anew begins its trail anew.
    int used =
        entities
            .createQuery(
                "update OnPremiseNode n set n.codeHash = null, n.codeExpiresAt = null,"
                    + " n.enrolledAt = :now, n.certificate = :certificate, n.before = null,"
                    + " n.notAfter = :notAfter, n.release = :release, n.trailSequence = 0,"
                    + " n.trailHead = null, n.seenAt = :now"
                    + " where n.id = :id and n.codeHash = :hash and n.codeExpiresAt > :now"
                    + " and n.revokedAt is null")
            .setParameter("now", now)
            .setParameter("certificate", certificate)
            .setParameter("notAfter", notAfter)
            .setParameter("release", release)
            .setParameter("id", id.value())
            .setParameter("hash", codeHash)
            .executeUpdate();
    if (used != 1) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED);
    }
  }

  @Override
  @TenantBound
  public void renew(
      Actor actor, NodeId id, byte[] certificate, byte[] shown, Instant notAfter, String release) {
    enrolled(actor, id);
    // Decided anew in the statement: since it was looked at, the node may have been enrolled anew.
    int renewed =
        entities
            .createQuery(
                "update OnPremiseNode n set n.before = :shown, n.certificate = :certificate,"
                    + " n.notAfter = :notAfter, n.release = :release where n.id = :id"
                    + " and n.revokedAt is null and (n.certificate = :shown"
                    + " or (n.before = :shown and n.beforeUntil > :now))")
            .setParameter("certificate", certificate)
            .setParameter("shown", shown)
            .setParameter("notAfter", notAfter)
            .setParameter("release", release)
            .setParameter("id", id.value())
            .setParameter("now", Instant.now())
            .executeUpdate();
    if (renewed != 1) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED);
    }
  }

  @Override
  @TenantBound
  public void leave(Actor actor, NodeId id, byte[] shown) {
    enrolled(actor, id);
    int left =
        entities
            .createQuery(
                "update OnPremiseNode n set n.codeHash = null, n.revokedAt = :now where n.id = :id"
                    + " and n.revokedAt is null and n.certificate = :shown")
            .setParameter("shown", shown)
            .setParameter("id", id.value())
            .setParameter("now", Instant.now())
            .executeUpdate();
    if (left != 1) {
      throw new ProblemException(ErrorCode.ENROLMENT_REFUSED);
    }
  }

  @Override
  @TenantBound
  public void takenUp(Actor actor, EnrolledNode node) {
    entities
        .createQuery(
            "update OnPremiseNode n set n.beforeUntil = :soon where n.id = :id"
                + " and n.certificate = :newest and n.beforeUntil > :soon")
        .setParameter("soon", Instant.now().plus(TAKEN_UP))
        .setParameter("newest", newest(node))
        .setParameter("id", node.id().value())
        .executeUpdate();
  }

  @Override
  @TenantBound
  public void receipt(
      Actor actor, EnrolledNode node, long sequence, String head, String release, boolean dialled) {
    entities
        .createQuery(
            "update OnPremiseNode n set n.trailSequence = :sequence, n.trailHead = :head,"
                + " n.release = :release, n.seenAt = :now, n.seenDialled = :dialled"
                + " where n.id = :id and n.trailSequence < :sequence and n.revokedAt is null"
                + " and (n.certificate = :newest or n.before = :newest)")
        .setParameter("newest", newest(node))
        .setParameter("sequence", sequence)
        .setParameter("head", head)
        .setParameter("release", release)
        .setParameter("now", Instant.now())
        .setParameter("dialled", dialled)
        .setParameter("id", node.id().value())
        .executeUpdate();
  }

  private static byte[] newest(EnrolledNode node) {
    return node.certificates().get(0);
  }

  @Override
  public TenantId tenantOf(NodeId node) {
    return Optional.ofNullable(
            (UUID)
                entities
                    .createNativeQuery("select tenant_of_node(:node)", UUID.class)
                    .setParameter("node", node.value())
                    .getSingleResult())
        .map(TenantId::new)
        .orElseThrow(() -> new ProblemException(ErrorCode.NODE_UNKNOWN));
  }

  @Override
  @TenantBound
  public EnrolledNode held(TenantId tenant, NodeId id) {
    EnrolledNode node = enrolled(id);
    entities
        .createQuery(
            "update OnPremiseNode n set n.dialledAt = :now where n.id = :id"
                + " and n.revokedAt is null")
        .setParameter("now", Instant.now())
        .setParameter("id", id.value())
        .executeUpdate();
    return node;
  }
}
