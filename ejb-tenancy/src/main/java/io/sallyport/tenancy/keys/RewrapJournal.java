package io.sallyport.tenancy.keys;

import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.vault.Rewrap;
import io.sallyport.contract.vault.RewrapRecords;
import io.sallyport.tenancy.connection.RewrapEnvelopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A rewrap's progress, each step committed with the record it moved. */
@Stateless
@Local(RewrapRecords.class)
@RolesAllowed("decrypt-node")
public class RewrapJournal implements RewrapRecords {
  /** A node that was silent for so long has died. */
  private static final String DEAD = "interval '30 seconds'";

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Inject private RewrapEnvelopes envelopes;

  @Override
  public Optional<Rewrap> claim(String node) {
    List<?> claimed =
        entities
            .createNativeQuery(
                "update rewrap_run set node = :node, heartbeat = now(),"
                    + " started_at = coalesce(started_at, now()),"
                    + " total = case when started_at is null"
                    + "   then envelopes_needing(from_kid) else total end"
                    + " where id = (select id from rewrap_run where state = 'running'"
                    + "   and (heartbeat is null or node = :node or heartbeat < now() - "
                    + DEAD
                    + ") order by ordered_at limit 1 for update skip locked)"
                    + " returning id",
                UUID.class)
            .setParameter("node", node)
            .getResultList();
    return claimed.stream().findFirst().map(id -> run((UUID) id).rewrap());
  }

  @Override
  public boolean goesOn(UUID run, String node) {
    return entities
            .createNativeQuery(
                "update rewrap_run set heartbeat = now()"
                    + " where id = :run and node = :node and state = 'running'")
            .setParameter("run", run)
            .setParameter("node", node)
            .executeUpdate()
        == 1;
  }

  @Override
  public List<Rewrap.Item> next(UUID run, int most) {
    RewrapRun current = run(run);
    List<?> rows =
        entities
            .createNativeQuery(
                "select tenant_id, connection_id, version"
                    + " from envelopes_of_key(:kid, :after, :most)",
                Object[].class)
            .setParameter("kid", current.getFromKid())
            .setParameter("after", current.cursor())
            .setParameter("most", most)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new Rewrap.Item(
                    new TenantId((UUID) row[0]),
                    new ConnectionId((UUID) row[1]),
                    ((Number) row[2]).intValue()))
        .toList();
  }

  @Override
  public Optional<Stored> stored(Actor actor, Rewrap.Item item) {
    return envelopes.stored(actor, item);
  }

  @Override
  public boolean replace(
      Actor actor, UUID run, Rewrap.Item item, byte[] expectedHash, SealedEnvelope envelope) {
    boolean replaced = envelopes.replace(actor, item, expectedHash, envelope);
    count(run, item, replaced ? "moved" : "passed");
    return replaced;
  }

  @Override
  public void pass(UUID run, Rewrap.Item item) {
    count(run, item, "passed");
  }

  @Override
  public void fail(UUID run, Rewrap.Item item) {
    count(run, item, "failed");
  }

  private void count(UUID run, Rewrap.Item item, String what) {
    entities
        .createNativeQuery(
            "update rewrap_run set %1$s = %1$s + 1, cursor = :item, heartbeat = now()"
                    .formatted(what)
                + " where id = :run")
        .setParameter("item", item.connection().value())
        .setParameter("run", run)
        .executeUpdate();
  }

  @Override
  public Rewrap.Progress end(UUID run) {
    entities
        .createNativeQuery(
            "update rewrap_run set state = 'ended', ended_at = now()"
                + " where id = :run and state = 'running'")
        .setParameter("run", run)
        .executeUpdate();
    return run(run).progress();
  }

  private RewrapRun run(UUID id) {
    RewrapRun run = entities.find(RewrapRun.class, id);
    if (run == null) {
      throw new ProblemException(ErrorCode.NOT_FOUND);
    }
    entities.refresh(run);
    return run;
  }
}
