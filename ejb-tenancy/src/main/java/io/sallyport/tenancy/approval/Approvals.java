package io.sallyport.tenancy.approval;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import jakarta.enterprise.context.Dependent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one mechanism for what takes two people. Whoever requested cannot approve; what nobody
 * decided in time is over; what was approved takes effect after the delay that was said, may be
 * withdrawn until it is done, and lapses after thirty days. Used inside the transaction, and the
 * role check, of the service it is for.
 */
@Dependent
public class Approvals {
  /** How long a request waits for its second person. */
  public static final Duration WAITS = Duration.ofDays(7);

  /**
   * How long what was approved may be done, from when it takes effect. The database knows it, too.
   */
  static final Duration LASTS = Duration.ofDays(30);

  private static final int SHOWN = 50;

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /**
   * Requests.
   *
   * @param tenant whose business it is
   * @param subject what it is about: an id or a version
   * @throws ProblemException {@code SP-APPROVAL-REFUSED} when the same is requested already
   */
  public UUID request(Actor by, UUID tenant, Approval.Kind kind, String subject) {
    boolean open =
        newest(kind).stream()
            .anyMatch(
                each -> each.subject().equals(subject) && each.state() == Approval.State.OPEN);
    if (open) {
      throw refused("The same is requested already.");
    }
    expireOld(kind, subject);
    Approval requested = new Approval(by, tenant, kind, subject, Instant.now().plus(WAITS));
    entities.persist(requested);
    entities.flush();
    return requested.id();
  }

  /** What nobody decided in time makes room for another request. */
  private void expireOld(Approval.Kind kind, String subject) {
    entities
        .createNativeQuery(
            "update approval set decision = 'withdrawn', decided_at = now()"
                + " where kind = :kind and subject = :subject and decision is null")
        .setParameter("kind", kind.code())
        .setParameter("subject", subject)
        .executeUpdate();
  }

  /** The newest of a kind first, of the transaction's tenant; at most 50. */
  public List<Approval> newest(Approval.Kind kind) {
    return entities
        .createQuery(
            "select a from Approval a where a.kind = :kind order by a.requestedAt desc",
            Approval.class)
        .setParameter("kind", kind.code())
        .setMaxResults(SHOWN)
        .getResultList();
  }

  /** The same by their ids. */
  public Map<UUID, Approval> byId(Approval.Kind kind) {
    return newest(kind).stream().collect(Collectors.toMap(Approval::id, Function.identity()));
  }

  /**
   * One of them.
   *
   * @throws ProblemException {@code SP-APPROVAL-UNKNOWN}, also for another tenant's
   */
  public Approval find(Approval.Kind kind, UUID id) {
    return Optional.ofNullable(entities.find(Approval.class, id))
        .filter(approval -> approval.is(kind))
        .orElseThrow(() -> new ProblemException(ErrorCode.APPROVAL_UNKNOWN));
  }

  /**
   * Approves, as the second person.
   *
   * @param delay after which it may be done
   * @throws ProblemException {@code SP-APPROVAL-SAME-PERSON}, {@code SP-APPROVAL-REFUSED} when it
   *     was decided or has expired
   */
  public void approve(Actor by, Approval.Kind kind, UUID id, Duration delay) {
    if (find(kind, id).requestedBy().equals(by.person())) {
      throw new ProblemException(ErrorCode.APPROVAL_SAME_PERSON);
    }
    approved(id, by.person(), delay);
  }

  /** Lets time decide where there is no second person: it takes effect after that delay. */
  public void approveByDelay(Approval.Kind kind, UUID id, Duration delay) {
    find(kind, id);
    approved(id, null, delay);
  }

  private void approved(UUID id, UUID by, Duration delay) {
    // The database's own time throughout: what is effective at once is so in this transaction.
    requireOne(
        entities
            .createNativeQuery(
                "update approval set decision = 'approved', decided_by = cast(:by as uuid),"
                    + " decided_at = now(), effective_at = now() + make_interval(secs => :delay)"
                    + " where id = :id and decision is null and expires_at > now()")
            .setParameter("by", by == null ? null : by.toString())
            .setParameter("delay", (double) delay.toSeconds())
            .setParameter("id", id)
            .executeUpdate(),
        id);
  }

  /** Says no to what another requested, or takes back what was requested or approved. */
  public void end(Actor by, Approval.Kind kind, UUID id) {
    Approval approval = find(kind, id);
    boolean declined =
        approval.state() == Approval.State.OPEN && !approval.requestedBy().equals(by.person());
    requireOne(
        entities
            .createNativeQuery(
                "update approval set decision = :decision, decided_by = :by, decided_at = now()"
                    + " where id = :id and done_at is null"
                    + " and (decision is null or decision = 'approved')")
            .setParameter("decision", declined ? "declined" : "withdrawn")
            .setParameter("by", by.person())
            .setParameter("id", id)
            .executeUpdate(),
        id);
  }

  /**
   * It is being done, in this transaction.
   *
   * @throws ProblemException {@code SP-APPROVAL-REFUSED} unless it is approved, effective, not
   *     lapsed, and was not done
   */
  public void done(UUID id) {
    requireOne(
        entities
            .createNativeQuery(
                "update approval set done_at = now() where id = :id and decision = 'approved'"
                    + " and effective_at <= now() and done_at is null"
                    + " and effective_at > now() - make_interval(secs => :lasts)")
            .setParameter("lasts", (double) LASTS.toSeconds())
            .setParameter("id", id)
            .executeUpdate(),
        id);
  }

  private void requireOne(int changed, UUID id) {
    if (changed != 1) {
      throw refused("It was decided meanwhile, has expired, or is not effective yet.");
    }
    Approval held = entities.find(Approval.class, id);
    entities.refresh(held);
  }

  private static ProblemException refused(String what) {
    return ProblemException.in(ErrorCode.APPROVAL_REFUSED, null, what);
  }
}
