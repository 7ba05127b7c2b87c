package io.sallyport.web.request;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.activity.Names;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What was asked of AWS in a company's accounts, as its people read it. */
@RequestScoped
public class RequestRows {
  @Inject private CurrentPerson current;
  @Inject private Activity activity;
  @Inject private Connections connections;
  @Inject private Names names;
  @Inject private Utc utc;

  /**
   * A request.
   *
   * @param connection its id
   * @param account the connection's alias, or its id where it is gone
   * @param outcome {@code ok}, or a code
   * @param session as the account's CloudTrail has it; empty when none was entered
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
      String outcome,
      String session,
      UUID request) {}

  /**
   * The newest of them.
   *
   * @param connection of that connection only; empty or null for all
   * @param failed only those that did not succeed
   * @param before only those with a smaller sequence number; null for the newest
   * @param most how many at most
   */
  public List<Row> newest(String connection, boolean failed, Long before, int most) {
    Actor actor = current.actor();
    Optional<ConnectionId> only =
        Optional.ofNullable(connection).filter(id -> !id.isEmpty()).map(Connections::id);
    only.ifPresent(id -> connections.find(actor, id));
    Map<String, String> aliases = connections.aliases(actor);
    return activity
        .requests(
            actor,
            only,
            failed,
            before == null ? OptionalLong.empty() : OptionalLong.of(before),
            most)
        .stream()
        .map(event -> row(event, aliases))
        .toList();
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
        event.outcome().orElse(""),
        event.fact("session").orElse(""),
        event.requestId());
  }
}
