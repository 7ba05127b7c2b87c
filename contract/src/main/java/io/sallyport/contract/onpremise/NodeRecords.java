package io.sallyport.contract.onpremise;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import java.time.Instant;

/** What a decrypt node may read and write of a company's own nodes. */
public interface NodeRecords {
  /**
   * A node of the actor's company.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-NODE-UNKNOWN}, also for another
   *     company's; {@code SP-NODE-REVOKED}; {@code SP-NODE-NOT-ENROLLED}
   */
  EnrolledNode enrolled(Actor actor, NodeId node);

  /**
   * Uses up a code, and keeps the certificate that was issued for it.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-ENROLMENT-REFUSED} when there is
   *     no such code (any more)
   */
  void enrol(
      Actor actor,
      NodeId node,
      byte[] codeHash,
      byte[] certificate,
      Instant notAfter,
      String release);

  /**
   * Keeps a further certificate. The one that the node has stays good for two days, so that nothing
   * is lost when the answer is.
   *
   * @param shown the one that the node has
   * @throws io.sallyport.contract.error.ProblemException as {@link #enrolled}; {@code
   *     SP-ENROLMENT-REFUSED} when that is none of the node's (any more)
   */
  void renew(
      Actor actor, NodeId node, byte[] certificate, byte[] shown, Instant notAfter, String release);

  /**
   * Revokes the node, which asks for it itself: none of its certificates is good any more.
   *
   * @param shown its newest one: who has an older key can end nothing with it
   * @throws io.sallyport.contract.error.ProblemException as {@link #renew}
   */
  void leave(Actor actor, NodeId node, byte[] shown);

  /**
   * Keeps that the node signs under its newest certificate: the one before ends a minute later,
   * which is as long as the node takes to show the new one everywhere.
   *
   * @param node as it was when it was ordered: one that was renewed or enrolled anew meanwhile is
   *     left alone
   */
  void takenUp(Actor actor, EnrolledNode node);

  /**
   * Keeps what the node's newest receipt says of its trail; an older one changes nothing.
   *
   * @param node as it was when it was ordered: of one that was enrolled anew meanwhile, whose trail
   *     began anew, nothing is changed
   * @param dialled whether the order went over a connection that the node had opened
   */
  void receipt(
      Actor actor, EnrolledNode node, long sequence, String head, String release, boolean dialled);

  /**
   * The company of a node that was enrolled, without asking on whose behalf: the node itself is
   * there.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-NODE-UNKNOWN}, also for one that
   *     was revoked
   */
  TenantId tenantOf(NodeId node);

  /**
   * Keeps that the node holds connections to us now.
   *
   * @throws io.sallyport.contract.error.ProblemException as {@link #enrolled}
   */
  EnrolledNode held(TenantId tenant, NodeId node);
}
