package io.sallyport.tenancy.keys;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.vault.Rewrap;
import io.sallyport.tenancy.company.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

  /** The newest ones first; at most 20. */
  public List<RewrapRun> newest() {
    return entities
        .createQuery("select r from RewrapRun r order by r.orderedAt desc", RewrapRun.class)
        .setMaxResults(SHOWN)
        .getResultList();
  }

  /**
   * Orders a rewrap.
   *
   * @param fromKid a key that is decrypt-only or revoked, as envelopes name it
   * @param perSecond from 1 to 1000 records
   * @throws ProblemException {@code SP-REWRAP-REFUSED}
   */
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
    RewrapRun run = new RewrapRun(fromKid, mode, perSecond, actor.person());
    entities.persist(run);
    entities.flush();
    return run.getId();
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
   * @throws ProblemException {@code SP-REWRAP-REFUSED}
   */
  public void approve(Actor actor, UUID id) {
    if (run(id).getOrderedBy().equals(actor.person())) {
      throw refused("run", "Whoever ordered it cannot approve it: ask another key custodian.");
    }
    move(
        "update RewrapRun r set r.state = 'running', r.approvedBy = :person"
            + " where r.id = :id and r.state = 'ordered'",
        id,
        actor);
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
  public void cancel(Actor actor, UUID id) {
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

  private void move(String update, UUID id, Actor approver) {
    requireOne(
        entities
            .createQuery(update)
            .setParameter("id", id)
            .setParameter("person", approver.person())
            .executeUpdate());
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
