package io.sallyport.tenancy.client;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.company.VisibleName;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The programs that a tenant has let in. Only its administrators change them; a key or a program
 * that was removed signs nothing from the same moment on, and never comes back.
 */
@Stateless
@TenantBound
@RolesAllowed(Role.TENANT_ADMIN)
public class ApiClients {
  /** As many as a tenant may have. */
  public static final int MOST = 20;

  /** As many keys as a program may have: some overlap while one takes the place of another. */
  public static final int MOST_KEYS = 5;

  private static final int MAX_NAME = 64;

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /**
   * A program and the keys it signs with.
   *
   * @param client the program
   * @param keys oldest first; empty when they are published under a URL
   */
  public record Registered(ApiClient client, List<ApiKey> keys) {
    public Registered {
      keys = List.copyOf(keys);
    }
  }

  /** All of them, oldest first. */
  @RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_AUDITOR})
  public List<Registered> all(Actor actor) {
    Map<UUID, List<ApiKey>> keys =
        entities
            .createQuery(
                "select k from ApiKey k where k.removedAt is null order by k.createdAt, k.kid",
                ApiKey.class)
            .getResultStream()
            .collect(Collectors.groupingBy(ApiKey::clientId));
    return entities
        .createQuery(
            "select c from ApiClient c where c.removedAt is null order by c.createdAt, c.id",
            ApiClient.class)
        .getResultStream()
        .map(client -> new Registered(client, keys.getOrDefault(client.id(), List.of())))
        .toList();
  }

  /** The names of all there ever were, by id: the trail goes on naming them. */
  @RolesAllowed({
    Role.TENANT_ADMIN,
    Role.TENANT_USER,
    Role.TENANT_AUDITOR,
    Role.KEY_CUSTODIAN,
    Role.SECURITY_OFFICER,
    Role.VENDOR_AUDITOR
  })
  public Map<UUID, String> names(Actor actor) {
    return entities
        .createQuery("select c from ApiClient c", ApiClient.class)
        .getResultStream()
        .collect(Collectors.toMap(ApiClient::id, ApiClient::name));
  }

  /**
   * Lets a program in.
   *
   * @param keys its public keys, empty when {@code jwksUrl} is there
   * @param jwksUrl where its keys are published, already checked
   * @return the program's id
   * @throws ProblemException {@code SP-API-CLIENT-INVALID} naming the field, {@code
   *     SP-API-CLIENT-LIMIT}, {@code SP-API-KEY-…}
   */
  public UUID add(
      Actor actor,
      String name,
      Set<ApiScope> scopes,
      List<NewApiKey> keys,
      Optional<String> jwksUrl) {
    // Of two additions at the same moment the second waits here, and then sees what there is.
    entities
        .createNativeQuery(
            "select pg_advisory_xact_lock(hashtextextended(:tenant, 0)) is null", Boolean.class)
        .setParameter("tenant", "api-clients:" + actor.tenant())
        .getSingleResult();
    if (all(actor).size() >= MOST) {
      throw new ProblemException(ErrorCode.API_CLIENT_LIMIT);
    }
    if (scopes.isEmpty()) {
      throw invalid("scopes", "A program is allowed at least one thing.");
    }
    if (keys.isEmpty() == jwksUrl.isEmpty()) {
      throw invalid("keys", "A program has either keys or the URL of a JWK set.");
    }
    if (keys.size() > MOST_KEYS) {
      throw new ProblemException(ErrorCode.API_KEY_LIMIT);
    }
    ApiClient client = new ApiClient(actor, name(name), scopes, jwksUrl.orElse(null));
    entities.persist(client);
    entities.flush();
    Set<String> kids = new HashSet<>();
    for (NewApiKey key : keys) {
      if (!kids.add(key.kid())) {
        throw new ProblemException(ErrorCode.API_KEY_TAKEN);
      }
      entities.persist(new ApiKey(actor.tenant(), client.id(), key));
    }
    return client.id();
  }

  /**
   * A program's name as it is stored.
   *
   * @throws ProblemException {@code SP-API-CLIENT-INVALID} naming the field
   */
  public static String name(String text) {
    return VisibleName.of(text, MAX_NAME)
        .orElseThrow(() -> invalid("name", "A name has 1 to " + MAX_NAME + " visible characters."));
  }

  private static ProblemException invalid(String field, String what) {
    return ProblemException.in(ErrorCode.API_CLIENT_INVALID, field, what);
  }

  /**
   * Gives a program a further key; the others stay good.
   *
   * @throws ProblemException {@code SP-API-CLIENT-UNKNOWN}, {@code SP-API-CLIENT-INVALID} for one
   *     whose keys are published, {@code SP-API-KEY-TAKEN}, {@code SP-API-KEY-LIMIT}
   */
  public void addKey(Actor actor, UUID id, NewApiKey key) {
    ApiClient client = find(id);
    if (client.jwksUrl().isPresent()) {
      throw invalid("keys", "The program's keys are those that its JWK set URL names.");
    }
    if (entities.find(ApiKey.class, new ApiKey.Identity(id, key.kid())) != null) {
      throw new ProblemException(ErrorCode.API_KEY_TAKEN);
    }
    if (keys(id).size() >= MOST_KEYS) {
      throw new ProblemException(ErrorCode.API_KEY_LIMIT);
    }
    entities.persist(new ApiKey(actor.tenant(), id, key));
  }

  /**
   * Takes a key away: no token that it signs is accepted from now on.
   *
   * @throws ProblemException {@code SP-API-CLIENT-UNKNOWN}, {@code SP-API-KEY-UNKNOWN}
   */
  public void removeKey(Actor actor, UUID id, String kid) {
    ApiClient client = find(id);
    int removed =
        entities
            .createQuery(
                "update ApiKey k set k.removedAt = :now where k.clientId = :client and k.kid = :kid"
                    + " and k.removedAt is null")
            .setParameter("now", Instant.now())
            .setParameter("client", client.id())
            .setParameter("kid", kid)
            .executeUpdate();
    if (removed != 1) {
      throw new ProblemException(ErrorCode.API_KEY_UNKNOWN);
    }
  }

  /**
   * Removes a program: no token of its is accepted from now on.
   *
   * @throws ProblemException {@code SP-API-CLIENT-UNKNOWN}
   */
  public void remove(Actor actor, UUID id) {
    entities
        .createQuery("update ApiClient c set c.removedAt = :now where c.id = :id")
        .setParameter("now", Instant.now())
        .setParameter("id", find(id).id())
        .executeUpdate();
  }

  /** The program, which nobody else changes until the transaction ends. */
  private ApiClient find(UUID id) {
    return Optional.ofNullable(entities.find(ApiClient.class, id, LockModeType.PESSIMISTIC_WRITE))
        .filter(client -> !client.isRemoved())
        .orElseThrow(() -> new ProblemException(ErrorCode.API_CLIENT_UNKNOWN));
  }

  private List<ApiKey> keys(UUID client) {
    return entities
        .createQuery(
            "select k from ApiKey k where k.clientId = :client and k.removedAt is null",
            ApiKey.class)
        .setParameter("client", client)
        .getResultList();
  }
}
