package io.sallyport.web.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.activity.Names;
import io.sallyport.web.activity.TrailFilter;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was asked of AWS in a company's accounts, as its people read it. */
@RequestScoped
public class RequestRows {
  @Inject private CurrentPerson current;
  @Inject private Activity activity;
  @Inject private Connections connections;
  @Inject private Names names;
  @Inject private Utc utc;

  private static final String DONE = "ok";
  private static final String BY_AWS = "aws:";

  /**
   * A request.
   *
   * @param connection its id
   * @param account the connection's alias, or its id where it is gone
   * @param dryRun whether AWS was only asked whether it would do it
   * @param reason why, in the asker's words; empty where they said nothing
   * @param outcome {@code ok}, or a code
   * @param session as the account's CloudTrail has it; empty when none was entered
   * @param entry in the trail of the company's own node, by sequence and hash; empty when none did
   *     it
   */
  public record Row(
      long sequence,
      String at,
      String who,
      String connection,
      String account,
      String service,
      String operation,
      String region,
      boolean dryRun,
      String reason,
      String outcome,
      String session,
      String entry,
      UUID request) {
    /** How it ended, for people. */
    public String ended() {
      if (outcome.startsWith(BY_AWS)) {
        return "AWS answered " + outcome.substring(BY_AWS.length());
      }
      if (!outcome.equals(DONE)) {
        ErrorCode code = ErrorCode.of(outcome);
        return code.code().equals(outcome) ? "%s (%s)".formatted(code.title(), outcome) : outcome;
      }
      return dryRun ? "Would be done" : "Done";
    }

    /** Where the account's own trail has it: CloudTrail, or its node's. */
    public String there() {
      if (!session.isEmpty()) {
        return session;
      }
      return entry.isEmpty() ? "none" : "node's entry " + entry.substring(0, entry.indexOf(':'));
    }
  }

  /**
   * Which of them; each that is null or empty does not matter.
   *
   * @param connection through that connection, also one that was removed
   * @param failed only those that did not succeed
   * @param person asked by that person or program
   * @param operation e.g. {@code RunInstances}
   * @param from the first day in UTC, as {@code 2026-11-25}
   * @param until the last day
   */
  public record Filter(
      String connection,
      boolean failed,
      String person,
      String operation,
      String from,
      String until) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,64}");

    /** All through one connection. */
    public static Filter through(ConnectionId connection) {
      return new Filter(connection.toString(), false, null, null, null, null);
    }

    /**
     * Read.
     *
     * @throws ProblemException {@code SP-PARAMETER-INVALID} naming what is none
     */
    Activity.Asked read() {
      return new Activity.Asked(
          TrailFilter.given(connection).map(Connections::id),
          failed,
          TrailFilter.given(operation)
              .map(
                  text ->
                      TrailFilter.read(
                          "operation",
                          text,
                          name -> {
                            if (!NAME.matcher(name).matches()) {
                              throw new IllegalArgumentException("no name");
                            }
                            return name;
                          })),
          trail().read());
    }

    private TrailFilter trail() {
      return new TrailFilter(person, from, until);
    }

    /** The same for an address. */
    String query() {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("connection", connection);
      all.put("failed", Boolean.toString(failed));
      all.put("operation", operation);
      return Stream.of(TrailFilter.query(all), trail().query())
          .filter(each -> !each.isEmpty())
          .collect(Collectors.joining("&"));
    }
  }

  /**
   * Lets on that there is a connection where the company has one, or had one that something was
   * asked through.
   *
   * @param filter whose connection may be left out
   * @throws ProblemException {@code SP-CONNECTION-UNKNOWN}, also for another company's
   */
  public void requireKnown(Filter filter) {
    Actor actor = current.actor();
    Optional<ConnectionId> only = TrailFilter.given(filter.connection()).map(Connections::id);
    if (only.isPresent()
        && connections.aliases(actor, Set.of(only.get())).isEmpty()
        && activity
            .requests(actor, Filter.through(only.get()).read(), OptionalLong.empty(), 1)
            .isEmpty()) {
      throw new ProblemException(ErrorCode.CONNECTION_UNKNOWN);
    }
  }

  /**
   * The newest of them.
   *
   * @param before only those with a smaller sequence number; null for the newest
   * @param most how many at most
   */
  public List<Row> newest(Filter filter, Long before, int most) {
    Actor actor = current.actor();
    List<AuditEvent> found =
        activity.requests(
            actor,
            filter.read(),
            before == null ? OptionalLong.empty() : OptionalLong.of(before),
            most);
    Map<String, String> aliases =
        connections.aliases(
            actor,
            found.stream()
                .map(AuditEvent::subject)
                .map(Connections::id)
                .collect(Collectors.toSet()));
    return found.stream().map(event -> row(event, aliases)).toList();
  }

  private Row row(AuditEvent event, Map<String, String> aliases) {
    return new Row(
        event.sequence(),
        utc.text(event.at()),
        names.of(event),
        event.subject(),
        aliases.getOrDefault(event.subject(), event.subject()),
        event.fact("service").orElse(""),
        event.fact("operation").orElse(""),
        event.fact("region").orElse(""),
        event.fact("dryRun").filter("true"::equals).isPresent(),
        event.fact("reason").orElse(""),
        event.outcome().orElse(""),
        event.fact("session").orElse(""),
        event.fact("receipt").orElse(""),
        event.requestId());
  }
}
