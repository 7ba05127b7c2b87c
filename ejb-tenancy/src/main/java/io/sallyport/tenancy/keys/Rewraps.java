package io.sallyport.tenancy.keys;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.vault.Rewrap;
import io.sallyport.tenancy.approval.Approval;
import io.sallyport.tenancy.approval.Approvals;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What custodians do with rewraps: one orders, another approves, either pauses and resumes. */
@Stateless
@RolesAllowed(Role.KEY_CUSTODIAN)
public class Rewraps {
  /** Fastest that can be ordered, in records per second. */
  public static final int FASTEST = 1000;

  private static final int SHOWN = 20;

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Inject private Approvals approvals;

  /** The newest ones first; at most 20. */
  @RolesAllowed({Role.KEY_CUSTODIAN, Role.VENDOR_OPERATOR})
  public List<RewrapRun> newest() {
    return entities
        .createQuery("select r from RewrapRun r order by r.orderedAt desc", RewrapRun.class)
        .setMaxResults(SHOWN)
        .getResultList();
  }

  /** What was decided about them, by the approval's id. */
  @TenantBound
  public Map<UUID, Approval> approvals(Actor actor) {
    return approvals.byId(Approval.Kind.REWRAP);
  }

  /**
   * Orders a rewrap.
   *
   * @param fromKid a key that is decrypt-only or revoked, as envelopes name it
   * @param perSecond from 1 to 1000 records
   * @throws ProblemException {@code SP-REWRAP-REFUSED}
   */
  @TenantBound
  public UUID order(Actor actor, String fromKid, Rewrap.Mode mode, int perSecond) {
    if (perSecond < 1 || perSecond > FASTEST) {
      throw refused("perSecond", "The rate is from 1 to %d records per second.".formatted(FASTEST));
    }
    requireRetired(fromKid);
    long open =
        entities
            .createQuery(
                "select count(r) from RewrapRun r where r.fromKid = :kid"
                    + " and r.state in ('ordered', 'running', 'paused')",
                Long.class)
            .setParameter("kid", fromKid)
            .getSingleResult();
    if (open > 0) {
      throw refused("key", "A rewrap of this key is ordered or running already.");
    }
    UUID id = UUID.randomUUID();
    UUID approval = approvals.request(actor, actor.tenant(), Approval.Kind.REWRAP, id.toString());
    entities.persist(new RewrapRun(id, fromKid, mode, perSecond, approval));
    entities.flush();
    return id;
  }

  private void requireRetired(String fromKid) {
    List<?> states =
        entities
            .createNativeQuery(
                "select state from vault_key where envelope_kid = :kid"
                    + " and use in ('browser', 'openpgp')",
                String.class)
            .setParameter("kid", fromKid)
            .getResultList();
    if (states.isEmpty()) {
      throw refused("key", "There is no such key.");
    }
    if (!List.of("decrypt-only", "revoked").contains(states.get(0))) {
      throw refused(
          "key",
          "Records move away from keys that are decrypt-only or revoked; publish that first.");
    }
  }

  /**
   * Starts a rewrap that another custodian ordered.
   *
   * @throws ProblemException {@code SP-REWRAP-REFUSED}, {@code SP-APPROVAL-SAME-PERSON}
   */
  @TenantBound
  public void approve(Actor actor, UUID id) {
    UUID approval = run(id).approvalId();
    approvals.approve(actor, Approval.Kind.REWRAP, approval, Duration.ZERO);
    approvals.done(approval);
    move("update RewrapRun r set r.state = 'running' where r.id = :id and r.state = 'ordered'", id);
  }

  /** Pauses a running rewrap after the record it is at. */
  public void pause(Actor actor, UUID id) {
    move("update RewrapRun r set r.state = 'paused' where r.id = :id and r.state = 'running'", id);
  }

  /** Lets a paused rewrap go on. */
  public void resume(Actor actor, UUID id) {
    move("update RewrapRun r set r.state = 'running' where r.id = :id and r.state = 'paused'", id);
  }

  /** Gives up an order that nobody approved, or a paused rewrap; what was moved stays moved. */
  @TenantBound
  public void cancel(Actor actor, UUID id) {
    RewrapRun run = run(id);
    if (run.state() == RewrapRun.State.ORDERED) {
      approvals.end(actor, Approval.Kind.REWRAP, run.approvalId());
    }
    int changed =
        entities
            .createQuery(
                "update RewrapRun r set r.state = 'cancelled', r.endedAt = :now"
                    + " where r.id = :id and r.state in ('ordered', 'paused')")
            .setParameter("id", id)
            .setParameter("now", Instant.now().truncatedTo(ChronoUnit.MICROS))
            .executeUpdate();
    requireOne(changed);
  }

  private void move(String update, UUID id) {
    requireOne(entities.createQuery(update).setParameter("id", id).executeUpdate());
  }

  private static void requireOne(int changed) {
    if (changed != 1) {
      throw refused("run", "Its state has changed meanwhile: look at the page again.");
    }
  }

  private RewrapRun run(UUID id) {
    RewrapRun run = entities.find(RewrapRun.class, id);
    if (run == null) {
      throw refused("run", "There is no such rewrap.");
    }
    return run;
  }

  private static ProblemException refused(String parameter, String what) {
    return ProblemException.in(ErrorCode.REWRAP_REFUSED, parameter, what);
  }
}
