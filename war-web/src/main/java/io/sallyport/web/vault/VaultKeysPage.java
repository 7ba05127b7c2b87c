package io.sallyport.web.vault;

import io.sallyport.contract.error.ProblemException;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.ListedKey;
import io.sallyport.crypto.manifest.ListedKey.NodeKey;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.manifest.Root;
import io.sallyport.tenancy.approval.Approval;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.tenancy.keys.KeyManifest;
import io.sallyport.tenancy.keys.ManifestDesk;
import io.sallyport.web.edge.Notice;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The keys and their states, and the manifests that say so. */
@Named
@RequestScoped
public class VaultKeysPage {
  private static final Duration SOON = Duration.ofDays(7);

  @Inject private CurrentPerson current;
  @Inject private CurrentManifest manifests;
  @Inject private ManifestDesk desk;
  @Inject private ManifestPublishing publishing;
  @Inject private Companies companies;
  @Inject private Notice notice;

  private String document;
  private Map<UUID, String> people;

  /**
   * A key, as the page shows it.
   *
   * @param key what the manifest says
   * @param records how many records need it
   */
  public record Row(ListedKey key, long records) {
    /** What it is for, for people. */
    public String use() {
      return switch (key.use()) {
        case "browser" -> "Inner layer (browsers seal)";
        case "openpgp" -> "Outer layer (web nodes seal)";
        case "web" -> "Signature of web node " + ((NodeKey) key).node();
        default -> "Signature of decrypt node " + ((NodeKey) key).node();
      };
    }
  }

  /**
   * A manifest that waits for approval.
   *
   * @param manifest the record
   * @param changes what it changes; empty when it is not sound any more
   * @param refusal why it cannot be published any more, or null
   * @param mine whether whoever looks proposed it
   */
  public record Waiting(
      KeyManifest manifest,
      List<ManifestPublishing.Change> changes,
      String refusal,
      boolean mine) {}

  /** The manifest that this node goes by; null when there is none. */
  public Manifest getManifest() {
    return manifests.latest().map(CurrentManifest.Verified::manifest).orElse(null);
  }

  /** Whether somebody should sign a new one now. */
  public boolean isExpiringSoon() {
    Manifest manifest = getManifest();
    return manifest == null || Instant.now().plus(SOON).isAfter(manifest.expires());
  }

  public String getFingerprint() {
    return Root.grouped(manifests.root().fingerprint());
  }

  public Root getRoot() {
    return manifests.root();
  }

  /** All keys with the number of records that need them. */
  public List<Row> getKeys() {
    Manifest manifest = getManifest();
    return manifest == null
        ? List.of()
        : manifest
            .keys()
            .map(
                key ->
                    new Row(
                        key,
                        key instanceof NodeKey
                            ? 0
                            : desk.needing(
                                key instanceof OpenPgpKey openPgp ? openPgp.keyId() : key.id())))
            .toList();
  }

  /** Who published it. */
  public String by(KeyManifest manifest) {
    if (people == null) {
      people = companies.people(current.actor());
    }
    return Optional.ofNullable(manifest.approvalId())
        .map(desk.approvals(current.actor())::get)
        .stream()
        .flatMap(approval -> Stream.of(approval.requestedBy(), approval.decidedBy()))
        .filter(Objects::nonNull)
        .map(person -> people.getOrDefault(person, person.toString()))
        .reduce((proposer, approver) -> proposer + ", approved by " + approver)
        .orElse("came with the site's first node");
  }

  /** Newest first. */
  public List<KeyManifest> getHistory() {
    return desk.newest();
  }

  /** Those that nobody has approved yet and that are newer than the present one. */
  public List<Waiting> getWaiting() {
    long present = getManifest() == null ? 0 : getManifest().version();
    UUID me = current.actor().person();
    Map<UUID, Approval> approvals = desk.approvals(current.actor());
    return desk.newest().stream()
        .filter(each -> each.publishedAt().isEmpty() && each.getVersion() > present)
        .filter(each -> approvals.get(each.approvalId()).state() == Approval.State.OPEN)
        .map(each -> waiting(each, approvals.get(each.approvalId()).requestedBy().equals(me)))
        .toList();
  }

  private Waiting waiting(KeyManifest proposed, boolean mine) {
    try {
      return new Waiting(
          proposed, publishing.changes(publishing.sound(proposed.document())), null, mine);
    } catch (ProblemException e) {
      return new Waiting(proposed, List.of(), e.problem().detail(), mine);
    }
  }

  /** Proposes what was pasted. */
  public void propose() {
    notice.during(
        () -> {
          current.requireFresh();
          publishing.propose(current.actor(), document == null ? "" : document.strip());
          document = null;
        });
  }

  /** Publishes what another custodian proposed. */
  public void approve(int version) {
    notice.during(
        () -> {
          current.requireFresh();
          publishing.approve(current.actor(), version);
        });
  }

  public String getDocument() {
    return document;
  }

  public void setDocument(String document) {
    this.document = document;
  }
}
