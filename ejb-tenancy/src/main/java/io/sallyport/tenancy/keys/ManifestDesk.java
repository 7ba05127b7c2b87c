package io.sallyport.tenancy.keys;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.vault.KeyStatement;
import io.sallyport.tenancy.approval.Approval;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What custodians do with manifests. */
public interface ManifestDesk {
  /** The newest ones, published or proposed, newest first; at most 20. */
  List<KeyManifest> newest();

  /** What was decided about them, by the approval's id. */
  Map<UUID, Approval> approvals(Actor actor);

  /**
   * Keeps a manifest for another custodian to approve.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-MANIFEST-REFUSED} when that
   *     version was proposed before
   */
  void propose(Actor actor, int version, String document);

  /**
   * One that waits for approval.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-MANIFEST-REFUSED}
   */
  KeyManifest proposed(int version);

  /**
   * Publishes a manifest.
   *
   * @param keys what it says of each key
   * @throws io.sallyport.contract.error.ProblemException {@code SP-APPROVAL-SAME-PERSON} for
   *     whoever proposed it, {@code SP-KEY-NEEDED} when it ends a key that records need; nothing is
   *     published then
   */
  void publish(Actor actor, int version, List<KeyStatement> keys);

  /**
   * Publishes the manifest that a site's first node came with, if none was published yet. The
   * database admits it once.
   *
   * @return whether it was published
   */
  boolean publishFirst(int version, String document, List<KeyStatement> keys);

  /** How many records need a key, over all tenants. */
  long needing(String envelopeKid);
}
