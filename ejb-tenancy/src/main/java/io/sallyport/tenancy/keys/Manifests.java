package io.sallyport.tenancy.keys;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.vault.KeyManifests;
import io.sallyport.contract.vault.KeyStatement;
import io.sallyport.tenancy.approval.Approval;
import io.sallyport.tenancy.approval.Approvals;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The site's key manifests. A custodian proposes one, another publishes it; whoever calls has
 * verified it against the root before, and every reader does so again.
 */
@Stateless
@Local({KeyManifests.class, ManifestDesk.class})
@RolesAllowed(Role.KEY_CUSTODIAN)
public class Manifests implements KeyManifests, ManifestDesk {
  private static final int SHOWN = 20;

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Inject private Approvals approvals;

  @Override
  @PermitAll
  public Optional<Published> latest() {
    return entities
        .createQuery(
            "select m from KeyManifest m where m.publishedAt is not null order by m.version desc",
            KeyManifest.class)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(newest -> new Published(newest.getVersion(), newest.document()));
  }

  @Override
  public List<KeyManifest> newest() {
    return entities
        .createQuery("select m from KeyManifest m order by m.version desc", KeyManifest.class)
        .setMaxResults(SHOWN)
        .getResultList();
  }

  @Override
  @TenantBound
  public Map<UUID, Approval> approvals(Actor actor) {
    return approvals.byId(Approval.Kind.MANIFEST);
  }

  @Override
  @TenantBound
  public void propose(Actor actor, int version, String document) {
    if (entities.find(KeyManifest.class, version) != null) {
      throw ProblemException.in(
          ErrorCode.MANIFEST_REFUSED,
          "manifest",
          "Version %d was proposed already.".formatted(version));
    }
    UUID approval =
        approvals.request(actor, actor.tenant(), Approval.Kind.MANIFEST, Integer.toString(version));
    entities.persist(KeyManifest.proposed(version, document, approval));
    entities.flush();
  }

  @Override
  public KeyManifest proposed(int version) {
    return Optional.ofNullable(entities.find(KeyManifest.class, version))
        .filter(manifest -> manifest.publishedAt().isEmpty())
        .orElseThrow(
            () ->
                ProblemException.in(
                    ErrorCode.MANIFEST_REFUSED,
                    "version",
                    "Version %d does not wait for approval.".formatted(version)));
  }

  @Override
  @TenantBound
  public void publish(Actor actor, int version, List<KeyStatement> keys) {
    UUID approval = proposed(version).approvalId();
    approvals.approve(actor, Approval.Kind.MANIFEST, approval, Duration.ZERO);
    approvals.done(approval);
    // The keys first: the database refuses to end one that records need, and then all of it.
    int changed =
        entities
            .createQuery(
                "update KeyManifest m set m.publishedAt = :now"
                    + " where m.version = :version and m.publishedAt is null")
            .setParameter("now", now())
            .setParameter("version", version)
            .executeUpdate();
    if (changed != 1) {
      throw new ProblemException(ErrorCode.MANIFEST_REFUSED);
    }
    keys.forEach(key -> state(key, version));
  }

  @Override
  @PermitAll
  public boolean publishFirst(int version, String document, List<KeyStatement> keys) {
    if (latest().isPresent()) {
      return false;
    }
    entities.persist(KeyManifest.first(version, document, now()));
    entities.flush();
    keys.forEach(key -> state(key, version));
    return true;
  }

  private void state(KeyStatement key, int version) {
    if ("destroyed".equals(key.state()) && needing(key.envelopeKid()) > 0) {
      throw ProblemException.in(
          ErrorCode.KEY_NEEDED,
          "key",
          "%d record(s) still need the key %s.".formatted(needing(key.envelopeKid()), key.id()));
    }
    entities
        .createNativeQuery(
            "insert into vault_key (id, use, envelope_kid, state, manifest_version)"
                + " values (:id, :use, :kid, :state, :version)"
                + " on conflict (id) do update set state = excluded.state,"
                + " manifest_version = excluded.manifest_version")
        .setParameter("id", key.id())
        .setParameter("use", key.use())
        .setParameter("kid", key.envelopeKid())
        .setParameter("state", key.state())
        .setParameter("version", version)
        .executeUpdate();
  }

  @Override
  public long needing(String envelopeKid) {
    return ((Number)
            entities
                .createNativeQuery("select envelopes_needing(:kid)", Long.class)
                .setParameter("kid", envelopeKid)
                .getSingleResult())
        .longValue();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
