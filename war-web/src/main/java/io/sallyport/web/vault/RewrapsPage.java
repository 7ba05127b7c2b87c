package io.sallyport.web.vault;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.vault.Rewrap;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.KeyState;
import io.sallyport.crypto.manifest.ListedKey;
import io.sallyport.crypto.manifest.ListedKey.NodeKey;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import io.sallyport.tenancy.keys.ManifestDesk;
import io.sallyport.tenancy.keys.RewrapRun;
import io.sallyport.tenancy.keys.Rewraps;
import io.sallyport.web.edge.Notice;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Moving records away from keys that are decrypt-only or revoked. */
@Named
@RequestScoped
public class RewrapsPage {
  private static final Set<KeyState> RETIRED = Set.of(KeyState.DECRYPT_ONLY, KeyState.REVOKED);

  @Inject private CurrentPerson current;
  @Inject private CurrentManifest manifests;
  @Inject private ManifestDesk desk;
  @Inject private Rewraps rewraps;
  @Inject private AuditTrail trail;
  @Inject private Notice notice;

  private String key;
  private Rewrap.Mode mode = Rewrap.Mode.ROUTINE;
  private int perSecond = 50;

  /**
   * A key that records may move away from.
   *
   * @param kid as envelopes name it
   * @param label for people
   */
  public record Choice(String kid, String label) {}

  /** The keys that records may move away from. */
  public List<Choice> getChoices() {
    return manifests.latest().stream()
        .flatMap(known -> known.manifest().keys())
        .filter(listed -> !(listed instanceof NodeKey) && RETIRED.contains(listed.state()))
        .map(this::choice)
        .toList();
  }

  private Choice choice(ListedKey listed) {
    String kid = listed instanceof OpenPgpKey openPgp ? openPgp.keyId() : listed.id();
    return new Choice(
        kid,
        "%s %s, %s: %d record(s)"
            .formatted(listed.use(), kid, listed.state().code(), desk.needing(kid)));
  }

  /** Newest first. */
  public List<RewrapRun> getRuns() {
    return rewraps.newest();
  }

  /** Whether any is on its way, so that the page looks again by itself. */
  public boolean isUnderWay() {
    return getRuns().stream().anyMatch(run -> run.state() == RewrapRun.State.RUNNING);
  }

  /** Whether whoever looks ordered that run. */
  public boolean isMine(RewrapRun run) {
    Actor actor = current.actor();
    return rewraps.approvals(actor).get(run.approvalId()).requestedBy().equals(actor.person());
  }

  /** Orders a rewrap; another custodian approves it. */
  public void order() {
    done(
        AuditAction.REWRAP_ORDER,
        key == null ? "none" : key,
        () -> rewraps.order(current.actor(), key, mode, perSecond));
  }

  /** Starts what another custodian ordered. */
  public void approve(UUID run) {
    done(AuditAction.REWRAP_APPROVE, run, () -> rewraps.approve(current.actor(), run));
  }

  public void pause(UUID run) {
    done(AuditAction.REWRAP_PAUSE, run, () -> rewraps.pause(current.actor(), run));
  }

  public void resume(UUID run) {
    done(AuditAction.REWRAP_PAUSE, run, () -> rewraps.resume(current.actor(), run));
  }

  /** Gives up an order or a paused run. */
  public void cancel(UUID run) {
    done(AuditAction.REWRAP_END, run, () -> rewraps.cancel(current.actor(), run));
  }

  private void done(AuditAction action, Object subject, Runnable act) {
    notice.during(
        () -> {
          current.requireFresh();
          trail.act(AuditEntry.of(current.actor(), action, subject, UUID.randomUUID()), act);
        });
  }

  public String getKey() {
    return key;
  }

  public void setKey(String key) {
    this.key = key;
  }

  public Rewrap.Mode getMode() {
    return mode;
  }

  public void setMode(Rewrap.Mode mode) {
    this.mode = mode;
  }

  public Rewrap.Mode[] getModes() {
    return Rewrap.Mode.values();
  }

  public int getPerSecond() {
    return perSecond;
  }

  public void setPerSecond(int perSecond) {
    this.perSecond = perSecond;
  }
}
