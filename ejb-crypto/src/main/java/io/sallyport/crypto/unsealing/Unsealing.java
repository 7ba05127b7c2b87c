package io.sallyport.crypto.unsealing;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.vault.VaultState;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.ring.KeyRing;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.Share;
import io.sallyport.crypto.ring.ShareRefused;
import io.sallyport.crypto.ring.ShareSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * This node's way from sealed to unsealed and back. Shares are kept in memory until there are
 * enough of them, each from another custodian; a restart forgets them. Every step is in the
 * vendor's audit trail; sealing alone does not wait for it.
 */
@ApplicationScoped
class Unsealing {
  private static final Logger LOG = Logger.getLogger(Unsealing.class.getName());

  private final OpenRing openRing;
  private final UnsealSettings settings;
  private final KeySource keys;
  private final CurrentManifest manifest;
  private final AuditTrail trail;
  private final Map<PersonId, Share> submitted = new TreeMap<>();

  /** For the container's proxy. */
  protected Unsealing() {
    this(null, null, null, null, null);
  }

  @Inject
  Unsealing(
      OpenRing openRing,
      UnsealSettings settings,
      KeySource keys,
      CurrentManifest manifest,
      AuditTrail trail) {
    this.openRing = openRing;
    this.settings = settings;
    this.keys = keys;
    this.manifest = manifest;
    this.trail = trail;
  }

  synchronized VaultState state() {
    OpenRing.Opened opened = openRing.current().orElse(null);
    ShareSet set = settings.method().needsShares() ? settings.shareSet() : null;
    return new VaultState(
        settings.node(),
        opened != null,
        settings.method().configured(),
        set == null ? null : set.id(),
        set == null ? 0 : set.threshold(),
        submitted.values().stream().map(Share::index).sorted().toList(),
        opened == null ? Set.of() : opened.ring().names(),
        manifestVersion(),
        opened == null ? null : opened.since(),
        keys.describe());
  }

  private long manifestVersion() {
    try {
      return manifest.latest().map(known -> known.manifest().version()).orElse(0L);
    } catch (ProblemException e) {
      return 0;
    }
  }

  synchronized VaultState submit(PersonId custodian, String text) {
    if (!settings.method().needsShares()) {
      throw refused("share", "This node is unsealed by " + settings.method().configured() + ".");
    }
    AuditEntry entry = entry(custodian, AuditAction.VAULT_SHARE);
    return trail.record(
        entry,
        () -> {
          take(custodian, text);
          // More than enough when new shares for fewer custodians were made meanwhile.
          if (submitted.size() >= settings.shareSet().threshold()) {
            combine();
          }
          return state();
        });
  }

  private void take(PersonId custodian, String text) {
    ShareSet set = settings.shareSet();
    Share share;
    try {
      share = Share.read(text);
    } catch (FormatException e) {
      throw refused("share", "The rule it breaks: " + e.getMessage() + ".");
    }
    try {
      set.require(share);
      if (submitted.values().stream().anyMatch(other -> other.index() == share.index())) {
        throw new ShareRefused(
            ShareRefused.Reason.DUPLICATE, "share %d is there already".formatted(share.index()));
      }
      if (submitted.containsKey(custodian)) {
        throw new ShareRefused(
            ShareRefused.Reason.DUPLICATE,
            "you submitted share %d already; the next one is another custodian's"
                .formatted(submitted.get(custodian).index()));
      }
    } catch (ShareRefused e) {
      share.close();
      throw refused("share", "Share %d: %s.".formatted(share.index(), e.getMessage()));
    }
    submitted.put(custodian, share);
    LOG.info("Share %d of %d submitted".formatted(submitted.size(), set.threshold()));
  }

  private static ProblemException refused(String parameter, String what) {
    return ProblemException.in(ErrorCode.SHARE_REFUSED, parameter, what);
  }

  private void combine() {
    try (MasterKey masterKey = settings.shareSet().combine(new ArrayList<>(submitted.values()))) {
      open(() -> keys.open(masterKey));
    } catch (ShareRefused e) {
      throw new ProblemException(ErrorCode.UNSEAL_FAILED, e);
    } finally {
      forgetShares();
    }
  }

  synchronized VaultState unseal(byte[] masterKey) {
    try (MasterKey key = new MasterKey(masterKey)) {
      open(() -> keys.open(key));
    }
    return state();
  }

  /** Opens what needs no master key: keys in a token. */
  synchronized void unsealFromToken() {
    open(keys::openToken);
  }

  private void open(Supplier<KeyRing> source) {
    trail.record(
        entry(PersonId.NODE, AuditAction.VAULT_UNSEAL),
        () -> {
          KeyRing ring = ring(source);
          openRing.open(ring);
          LOG.info("Unsealed: " + ring.names());
          return ring;
        });
  }

  private static KeyRing ring(Supplier<KeyRing> source) {
    try {
      return source.get();
    } catch (KeyFileException e) {
      LOG.log(Level.SEVERE, "The vault cannot be unsealed", e);
      throw new ProblemException(Problem.of(ErrorCode.UNSEAL_FAILED));
    }
  }

  synchronized VaultState abort(PersonId custodian) {
    return trail.record(
        entry(custodian, AuditAction.VAULT_ABORT),
        () -> {
          forgetShares();
          return state();
        });
  }

  /**
   * Forgets everything first and records it then: sealing must work without a database.
   *
   * @throws ProblemException {@code SP-AUDIT-OUTCOME-UNWRITTEN} when it is sealed, but that could
   *     not be recorded
   */
  VaultState seal(PersonId by) {
    openRing.seal();
    synchronized (this) {
      // An unsealing that was under way may have opened it again.
      openRing.seal();
      forgetShares();
      LOG.warning("Sealed by " + (by.equals(PersonId.NODE) ? "the operating system" : by));
      record(entry(by, AuditAction.VAULT_SEAL));
      return state();
    }
  }

  private void record(AuditEntry done) {
    try {
      trail.conclude(done, trail.intend(done), "ok");
    } catch (ProblemException e) {
      // What intend() says, that nothing was done, would be wrong.
      throw new ProblemException(ErrorCode.AUDIT_OUTCOME_UNWRITTEN, e);
    }
  }

  private void forgetShares() {
    List.copyOf(submitted.values()).forEach(Share::close);
    submitted.clear();
  }

  private AuditEntry entry(PersonId person, AuditAction action) {
    AuditEntry entry =
        AuditEntry.of(Actor.vendor(person), action, settings.node(), UUID.randomUUID());
    return submitted.isEmpty()
        ? entry
        : entry.with(
            "shares",
            submitted.values().stream()
                .map(share -> Integer.toString(share.index()))
                .collect(Collectors.joining(",")));
  }
}
