package io.sallyport.tenancy.connection;

import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.envelope.SealingTicket;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.request.Capability;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.scope.TenantBound;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A tenant's connections, as web nodes see them: everything but what is sealed. */
@Stateless
@TenantBound
@RolesAllowed({Role.TENANT_ADMIN, Role.TENANT_USER, Role.TENANT_AUDITOR})
public class Connections {
  private static final Duration TICKET_LIFE = Duration.ofMinutes(10);

  /** How many rows a page has at most. */
  public static final int PAGE = 50;

  /** How many are listed to choose from at most: a page says where that is not all. */
  public static final int LISTED = 1_000;

  private static final Pattern ALIAS =
      Pattern.compile("[\\p{IsAlphabetic}\\p{IsDigit}][\\p{IsAlphabetic}\\p{IsDigit} ._-]{0,63}");

  private final SecureRandom random = new SecureRandom();

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /**
   * A page of connections by alias.
   *
   * @param after only aliases that come later; empty starts at the first
   * @return at most 50
   */
  public List<Connection> page(Actor actor, Optional<String> after) {
    return byAlias(after, PAGE);
  }

  /** All connections by alias; at most {@link #LISTED}. */
  public List<Connection> listed(Actor actor) {
    return byAlias(Optional.empty(), LISTED);
  }

  private List<Connection> byAlias(Optional<String> after, int most) {
    return entities
        .createQuery(
            "select c from Connection c where lower(c.alias) > lower(:after)"
                + " order by lower(c.alias)",
            Connection.class)
        .setParameter("after", after.orElse(""))
        .setMaxResults(most)
        .getResultList();
  }

  /** What these of the company's connections are called, by id; without those that are gone. */
  public Map<String, String> aliases(Actor actor, Set<ConnectionId> ids) {
    return entities
        .createQuery("select c from Connection c where c.id in :ids", Connection.class)
        .setParameter("ids", ids.stream().map(ConnectionId::value).toList())
        .getResultStream()
        .collect(Collectors.toMap(each -> each.id().toString(), Connection::alias));
  }

  /**
   * The connections that requests may go through, by alias; at most {@link #LISTED}.
   *
   * @param any what they were made for, one of these at least
   */
  public List<Connection> usable(Actor actor, Set<Capability> any) {
    // Hibernate takes an array of strings for another type than text[].
    return entities
        .createNativeQuery(
            "select c.* from connection c where c.state = any(string_to_array(:usable, ','))"
                + " and c.capabilities && string_to_array(:any, ',')"
                + " order by lower(c.alias)",
            Connection.class)
        .setParameter(
            "usable",
            Arrays.stream(ConnectionState.values())
                .filter(ConnectionState::isUsable)
                .map(ConnectionState::name)
                .collect(Collectors.joining(",")))
        .setParameter("any", String.join(",", Capability.codes(any)))
        .setMaxResults(LISTED)
        .getResultList();
  }

  /** Those that a test found something wrong with, by alias, the cut off first; at most 5. */
  public List<Connection> unsound(Actor actor) {
    return entities
        .createQuery(
            "select c from Connection c where c.state in (:unsafe, :broken, :degraded)"
                + " order by case when c.state = :degraded then 1 else 0 end, lower(c.alias)",
            Connection.class)
        .setParameter("unsafe", ConnectionState.UNSAFE)
        .setParameter("broken", ConnectionState.BROKEN)
        .setParameter("degraded", ConnectionState.DEGRADED)
        .setMaxResults(5)
        .getResultList();
  }

  /**
   * Which keys protect a connection's newest version.
   *
   * @param connection the connection
   * @param innerKid the browser key's thumbprint
   * @param outerKid the OpenPGP key ID
   * @param locked whether it is locked after failures to open it
   */
  public record Protection(
      Connection connection, String innerKid, String outerKid, boolean locked) {}

  /** Which keys protect what, by alias; at most {@link #LISTED}. */
  public List<Protection> protections(Actor actor) {
    // A payload never leaves the database for a web node, so neither does the entity.
    List<?> rows =
        entities
            .createNativeQuery(
                "select c.id, e.inner_kid, e.outer_kid, exists (select 1 from opening_lock l"
                    + " where l.connection_id = c.id and l.version = c.version)"
                    + " from connection c join sealed_envelope e"
                    + " on e.connection_id = c.id and e.version = c.version"
                    + " order by lower(c.alias)",
                Object[].class)
            .setMaxResults(LISTED)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new Protection(
                    entities.find(Connection.class, row[0]),
                    (String) row[1],
                    (String) row[2],
                    (Boolean) row[3]))
        .toList();
  }

  /**
   * One connection.
   *
   * @throws ProblemException {@code SP-CONNECTION-UNKNOWN}, also for another tenant's
   */
  public Connection find(Actor actor, ConnectionId id) {
    Connection connection = entities.find(Connection.class, id.value());
    if (connection == null) {
      throw new ProblemException(ErrorCode.CONNECTION_UNKNOWN);
    }
    return connection;
  }

  /**
   * Removes one: what was sealed of it is shredded.
   *
   * @throws ProblemException {@code SP-CONNECTION-UNKNOWN}
   */
  @RolesAllowed(Role.TENANT_ADMIN)
  public void remove(Actor actor, ConnectionId id) {
    find(actor, id);
    entities.clear();
    entities
        .createNativeQuery("select count(*) from shred_connection(:id)", Long.class)
        .setParameter("id", id.value())
        .getSingleResult();
  }

  /** The checks of the newest test of what is sealed now, in order; empty when there was none. */
  public List<ConnectionCheck> lastTest(Actor actor, ConnectionId id) {
    return entities
        .createQuery(
            "select k from ConnectionCheck k, Connection c"
                + " where c.id = :id and k.connectionId = c.id and k.version = c.version"
                + " and k.at = (select max(m.at) from ConnectionCheck m"
                + " where m.connectionId = c.id and m.version = c.version)"
                + " order by k.position",
            ConnectionCheck.class)
        .setParameter("id", id.value())
        .getResultList();
  }

  /**
   * A connection's id, as it was given.
   *
   * @throws ProblemException {@code SP-CONNECTION-UNKNOWN} for what has no such form
   */
  public static ConnectionId id(String text) {
    try {
      return ConnectionId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.CONNECTION_UNKNOWN, e);
    }
  }

  /**
   * What a connection is made for, as it was given.
   *
   * @param codes null for none
   * @throws ProblemException {@code SP-CAPABILITY-INVALID} for one that there is not
   */
  public static Set<Capability> capabilities(List<String> codes) {
    Set<Capability> known = EnumSet.noneOf(Capability.class);
    for (String code : codes == null ? List.<String>of() : codes) {
      known.add(
          Capability.of(code)
              .orElseThrow(
                  () -> ProblemException.in(ErrorCode.CAPABILITY_INVALID, "capabilities", null)));
    }
    return known;
  }

  /**
   * Issues leave to seal: the next version of {@code existing}, or version 1 of a new connection.
   *
   * @param way whose form is to be sealed; a connection may change it
   * @param sessionHash SHA-256 of the session's id; only this session may use the ticket
   * @param innerKid the browser key that the envelope must be sealed for
   */
  @RolesAllowed(Role.TENANT_ADMIN)
  public SealingContext issueTicket(
      Actor actor,
      byte[] sessionHash,
      Optional<ConnectionId> existing,
      ConnectionWay way,
      String innerKid) {
    ConnectionId record = existing.orElseGet(ConnectionId::random);
    int version = existing.map(id -> find(actor, id).version() + 1).orElse(1);
    SealingContext context =
        new SealingContext(
            actor.tenantId(), record, version, way.form(), SealingTicket.issue(random));
    entities.persist(
        new Ticket(actor, context, innerKid, sessionHash, Instant.now().plus(TICKET_LIFE)));
    return context;
  }

  /**
   * What a ticket was issued for. Using it up is left to {@link #store}.
   *
   * @throws ProblemException {@code SP-TICKET-REFUSED} when it is used, expired, unknown, or
   *     another session's
   */
  @RolesAllowed(Role.TENANT_ADMIN)
  public SealingContext ticketContext(Actor actor, byte[] sessionHash, SealingTicket ticket) {
    return Optional.ofNullable(entities.find(Ticket.class, ticket.value()))
        .filter(row -> row.isUsableBy(actor, sessionHash, Instant.now()))
        .map(row -> row.context(actor))
        .orElseThrow(() -> new ProblemException(ErrorCode.TICKET_REFUSED));
  }

  /**
   * Stores an envelope: uses up the ticket, has the envelope checked and sealed again for exactly
   * what the ticket was issued for, and makes it the record's current version. If anything fails,
   * nothing is stored and the ticket is not used.
   *
   * @param alias the connection's name; for an existing connection it is not changed
   * @param capabilities what it is made for; empty leaves an existing connection's as they are
   * @param sealer checks and seals what arrived, for the key that the ticket named
   * @throws ProblemException {@code SP-TICKET-REFUSED}, {@code SP-ALIAS-…}, {@code
   *     SP-CAPABILITY-INVALID} or what the sealer throws
   */
  @RolesAllowed(Role.TENANT_ADMIN)
  public ConnectionId store(
      Actor actor,
      byte[] sessionHash,
      SealingTicket ticket,
      String alias,
      Set<Capability> capabilities,
      BiFunction<SealingContext, String, SealedEnvelope> sealer) {
    Ticket used = use(actor, sessionHash, ticket);
    SealingContext context = used.context(actor);
    SealedEnvelope sealed = sealer.apply(context, used.innerKid());
    if (context.version() == 1) {
      requireFitting(context, capabilities);
      add(actor, context, alias(alias), capabilities);
    } else {
      replace(context, capabilities);
    }
    entities.persist(new Envelope(context, sealed));
    entities.flush();
    return context.record();
  }

  private static void requireFitting(SealingContext context, Set<Capability> capabilities) {
    ConnectionWay way = ConnectionWay.ofForm(context.schema());
    capabilities.stream()
        .filter(each -> !way.serves(each))
        .findFirst()
        .ifPresent(
            each -> {
              throw ProblemException.in(
                  ErrorCode.CAPABILITY_INVALID,
                  "capabilities",
                  each.code() + " needs a role that we enter.");
            });
  }

  private Ticket use(Actor actor, byte[] sessionHash, SealingTicket ticket) {
    // One statement decides: of any number of uses at the same moment, one finds the row unused.
    int used =
        entities
            .createQuery(
                "update Ticket t set t.usedAt = :now where t.ticket = :ticket and t.usedAt is null"
                    + " and t.expiresAt > :now and t.sessionHash = :session"
                    + " and t.personId = :person")
            .setParameter("now", Instant.now())
            .setParameter("ticket", ticket.value())
            .setParameter("session", sessionHash)
            .setParameter("person", actor.person())
            .executeUpdate();
    if (used != 1) {
      throw new ProblemException(ErrorCode.TICKET_REFUSED);
    }
    return entities.find(Ticket.class, ticket.value());
  }

  private void add(
      Actor actor, SealingContext context, String alias, Set<Capability> capabilities) {
    if (capabilities.isEmpty()) {
      throw ProblemException.in(ErrorCode.CAPABILITY_INVALID, "capabilities", null);
    }
    boolean taken =
        entities
                .createQuery(
                    "select count(c) from Connection c where lower(c.alias) = lower(:alias)",
                    Long.class)
                .setParameter("alias", alias)
                .getSingleResult()
            > 0;
    if (taken) {
      throw new ProblemException(ErrorCode.ALIAS_TAKEN);
    }
    entities.persist(
        new Connection(
            context.record().value(),
            actor.tenant(),
            alias,
            capabilities,
            ConnectionWay.ofForm(context.schema())));
    entities.flush();
  }

  private void replace(SealingContext context, Set<Capability> capabilities) {
    Set<Capability> made =
        capabilities.isEmpty()
            ? entities.find(Connection.class, context.record().value()).capabilities()
            : capabilities;
    requireFitting(context, made);
    int replaced =
        entities
            .createQuery(
                // The database makes its state UNTESTED.
                "update Connection c set c.version = :version, c.capabilities = :capabilities,"
                    + " c.way = :way where c.id = :id and c.version = :before")
            .setParameter("version", context.version())
            .setParameter("way", ConnectionWay.ofForm(context.schema()).code())
            .setParameter("capabilities", Capability.codes(made).toArray(String[]::new))
            .setParameter("id", context.record().value())
            .setParameter("before", context.version() - 1)
            .executeUpdate();
    if (replaced != 1) {
      // Meanwhile somebody sealed a newer version.
      throw new ProblemException(ErrorCode.TICKET_REFUSED);
    }
  }

  private static String alias(String text) {
    String alias = text == null ? "" : Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    if (!ALIAS.matcher(alias).matches()) {
      throw ProblemException.in(ErrorCode.ALIAS_INVALID, "alias", null);
    }
    return alias;
  }
}
