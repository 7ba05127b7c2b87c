package io.sallyport.crypto.rewrap;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.vault.Rewrap;
import io.sallyport.contract.vault.RewrapRecords;
import io.sallyport.contract.vault.RewrapRecords.Stored;
import io.sallyport.crypto.opening.Rewrapper;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Works through a rewrap, record by record: intent in the tenant's trail, open and seal again,
 * replace and count in one transaction, outcome in the trail.
 */
@Stateless
@RunAs("decrypt-node")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RewrapRunner {
  private static final Logger LOG = Logger.getLogger(RewrapRunner.class.getName());
  private static final int PAGE = 100;

  @Inject private RewrapRecords records;
  @Inject private Rewrapper rewrapper;
  @Inject private AuditTrail trail;

  @Inject
  @ConfigProperty(name = "sallyport.node.name")
  private String node;

  /** Takes over a run that no node works on. */
  public Optional<Rewrap> claim() {
    return records.claim(node);
  }

  /**
   * Works until there is nothing left, or somebody stops it.
   *
   * @return the job's exit status
   */
  public String work(Rewrap rewrap, BooleanSupplier stopped) throws InterruptedException {
    long pause = Duration.ofSeconds(1).toNanos() / rewrap.perSecond();
    List<Rewrap.Item> page = records.next(rewrap.run(), PAGE);
    while (!page.isEmpty()) {
      for (Rewrap.Item item : page) {
        long start = System.nanoTime();
        if (stopped.getAsBoolean() || !records.goesOn(rewrap.run(), node)) {
          LOG.info("The rewrap " + rewrap.run() + " waits");
          return "WAITING";
        }
        move(rewrap, item);
        Thread.sleep(Math.max(0, (pause - (System.nanoTime() - start)) / 1_000_000));
      }
      page = records.next(rewrap.run(), PAGE);
    }
    return end(rewrap);
  }

  private void move(Rewrap rewrap, Rewrap.Item item) {
    Actor actor = new Actor(item.tenant().value(), PersonId.NODE.value());
    AuditEntry entry =
        AuditEntry.of(actor, AuditAction.ENVELOPE_REWRAP, item.connection(), rewrap.run())
            .with("version", item.version())
            .with("from", rewrap.fromKid())
            .with("mode", rewrap.mode());
    java.util.UUID intent = trail.intend(entry);
    String outcome = moved(rewrap, item, actor);
    trail.conclude(entry, intent, outcome);
  }

  private String moved(Rewrap rewrap, Rewrap.Item item, Actor actor) {
    Stored stored = records.stored(actor, item).orElse(null);
    if (stored == null) {
      records.pass(rewrap.run(), item);
      return "replaced-meanwhile";
    }
    SealedEnvelope envelope = rewrapper.rewrap(stored, rewrap).orElse(null);
    if (envelope == null) {
      records.fail(rewrap.run(), item);
      LOG.log(Level.WARNING, "{0} cannot be rewrapped", stored.sealed());
      return "refused";
    }
    return records.replace(actor, rewrap.run(), item, stored.hash(), envelope)
        ? "ok"
        : "replaced-meanwhile";
  }

  private String end(Rewrap rewrap) {
    AuditEntry entry =
        AuditEntry.of(Actor.NODE, AuditAction.REWRAP_END, rewrap.run(), rewrap.run())
            .with("from", rewrap.fromKid());
    java.util.UUID intent = trail.intend(entry);
    Rewrap.Progress progress = records.end(rewrap.run());
    trail.conclude(
        entry
            .with("total", progress.total())
            .with("moved", progress.moved())
            .with("passed", progress.passed())
            .with("failed", progress.failed()),
        intent,
        progress.failed() == 0 ? "ok" : "incomplete");
    LOG.info("The rewrap %s has ended: %s".formatted(rewrap.run(), progress));
    return "ENDED";
  }
}
