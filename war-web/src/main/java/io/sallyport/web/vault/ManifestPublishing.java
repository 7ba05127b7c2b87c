package io.sallyport.web.vault;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.vault.KeyStatement;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.ListedKey;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.manifest.ManifestRefused;
import io.sallyport.tenancy.keys.ManifestDesk;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Publishes key manifests: what the root signed, one custodian proposed and another approved. Each
 * key whose state changes is an event of its own in the vendor's trail.
 */
@ApplicationScoped
public class ManifestPublishing {
  @Inject private CurrentManifest current;
  @Inject private ManifestDesk desk;
  @Inject private AuditTrail trail;

  /**
   * What a manifest changes of one key.
   *
   * @param id the key
   * @param use what it is for
   * @param from its state so far, or {@code new}
   * @param to its state from then on
   */
  public record Change(String id, String use, String from, String to) {}

  /**
   * Keeps a manifest for another custodian to approve.
   *
   * @throws ProblemException {@code SP-MANIFEST-REFUSED} saying why
   */
  public Manifest propose(Actor actor, String document) {
    Manifest manifest = sound(document);
    trail.record(
        entry(actor, AuditAction.MANIFEST_PROPOSE, manifest),
        () -> {
          desk.propose(actor, (int) manifest.version(), document);
          return manifest;
        });
    return manifest;
  }

  /**
   * Publishes a manifest that another custodian proposed.
   *
   * @throws ProblemException {@code SP-MANIFEST-REFUSED}, {@code SP-APPROVAL-SAME-PERSON}, {@code
   *     SP-KEY-NEEDED}
   */
  public void approve(Actor actor, int version) {
    Manifest manifest = sound(desk.proposed(version).document());
    UUID approval = desk.proposed(version).approvalId();
    trail.act(
        entry(actor, AuditAction.MANIFEST_PUBLISH, manifest)
            .with("proposer", desk.approvals(actor).get(approval).requestedBy()),
        () -> recorded(actor, manifest, () -> desk.publish(actor, version, statements(manifest))));
    current.refresh();
  }

  /**
   * Publishes the manifest that the site's first node came with, if there is none yet.
   *
   * @return whether it was published now
   */
  boolean publishFirst(String document) {
    Manifest manifest = sound(document);
    boolean published = desk.publishFirst((int) manifest.version(), document, statements(manifest));
    if (published) {
      // The root's signatures are the custodians' own act; this says that it took effect.
      trail.record(entry(Actor.NODE, AuditAction.MANIFEST_PUBLISH, manifest), () -> manifest);
      current.refresh();
    }
    return published;
  }

  /** What a manifest changes. */
  public List<Change> changes(Manifest manifest) {
    Optional<Manifest> previous = current.latest().map(CurrentManifest.Verified::manifest);
    return manifest
        .keys()
        .map(
            key ->
                new Change(
                    key.id(),
                    key.use(),
                    previous
                        .flatMap(before -> before.key(key.id()))
                        .map(before -> before.state().code())
                        .orElse("new"),
                    key.state().code()))
        .filter(change -> !change.from().equals(change.to()))
        .toList();
  }

  /** What a proposed manifest says, if it may follow the present one. */
  public Manifest sound(String document) {
    try {
      Manifest manifest = current.verify(document);
      if (!manifest.isInForce(Instant.now())) {
        throw new ManifestRefused(
            "it, or a key that it calls active, has expired, or it was issued in the future");
      }
      List<String> objections =
          current
              .latest()
              .map(before -> manifest.objectionsAfter(before.manifest()))
              .orElse(List.of());
      if (!objections.isEmpty()) {
        throw new ManifestRefused(String.join("; ", objections));
      }
      return manifest;
    } catch (ManifestRefused e) {
      throw ProblemException.in(
          ErrorCode.MANIFEST_REFUSED,
          "manifest",
          "It cannot be published: " + e.getMessage() + ".");
    }
  }

  /** Each change is intended before the act and concluded after it. */
  private void recorded(Actor actor, Manifest manifest, Runnable act) {
    List<AuditEntry> entries = new ArrayList<>();
    List<UUID> intents = new ArrayList<>();
    for (Change change : changes(manifest)) {
      AuditEntry entry =
          AuditEntry.of(actor, AuditAction.KEY_CHANGE, change.id(), UUID.randomUUID())
              .with("use", change.use())
              .with("from", change.from())
              .with("to", change.to())
              .with("manifest", manifest.version());
      entries.add(entry);
      intents.add(trail.intend(entry));
    }
    String outcome = ErrorCode.INTERNAL.code();
    try {
      act.run();
      outcome = "ok";
    } catch (ProblemException e) {
      outcome = e.problem().code();
      throw e;
    } finally {
      for (int i = 0; i < entries.size(); i++) {
        trail.conclude(entries.get(i), intents.get(i), outcome);
      }
    }
  }

  private static AuditEntry entry(Actor actor, AuditAction action, Manifest manifest) {
    return AuditEntry.of(actor, action, manifest.version(), UUID.randomUUID())
        .with("expires", manifest.expires())
        .with("root", manifest.root());
  }

  private static List<KeyStatement> statements(Manifest manifest) {
    return manifest.keys().map(ManifestPublishing::statement).toList();
  }

  private static KeyStatement statement(ListedKey key) {
    String envelopeKid = key instanceof OpenPgpKey openPgp ? openPgp.keyId() : key.id();
    return new KeyStatement(key.id(), key.use(), envelopeKid, key.state().code());
  }
}
