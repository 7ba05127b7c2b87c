package io.sallyport.web.activity;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.tenancy.onpremise.OnPremiseNodes;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The audit trail as people read it: with the names of whom and what it is about. */
@RequestScoped
public class ActivityRows {
  /** Signatures and hashes are for machines. */
  private static final int LONGEST = 80;

  @Inject private CurrentPerson current;
  @Inject private Activity activity;
  @Inject private Connections connections;
  @Inject private OnPremiseNodes nodes;
  @Inject private Names names;

  /**
   * A link.
   *
   * @param who did it
   * @param about whom or what it is about, by name where it has one
   * @param event all of it
   */
  public record Row(String who, String about, AuditEvent event) {
    /** Intent, or how it ended. */
    public String phase() {
      return event.outcome().map(outcome -> "Outcome: " + outcome).orElse("Intent");
    }

    /** What else is known of it, but for what is too long to be read. */
    public String details() {
      try (JsonReader reader = Json.createReader(new StringReader(event.facts()))) {
        JsonObject facts = reader.readObject();
        return facts.keySet().stream()
            .map(name -> name + " " + facts.getString(name))
            .filter(fact -> fact.length() <= LONGEST)
            .collect(Collectors.joining(" \u00b7 "));
      }
    }
  }

  /**
   * The newest of them.
   *
   * @param before only those with a smaller sequence number; null for the newest
   * @param most how many at most
   */
  public List<Row> newest(TrailFilter filter, Long before, int most) {
    Actor actor = current.actor();
    List<AuditEvent> found =
        activity.within(
            actor,
            filter.read(),
            before == null ? OptionalLong.empty() : OptionalLong.of(before),
            most);
    Map<String, String> known = known(actor, found);
    return found.stream()
        .map(
            event ->
                new Row(
                    names.of(event), known.getOrDefault(event.subject(), event.subject()), event))
        .toList();
  }

  private Map<String, String> known(Actor actor, List<AuditEvent> found) {
    Map<String, String> known = new HashMap<>();
    if (!current.isCustomer()) {
      return known;
    }
    known.put(actor.tenant().toString(), "the company");
    names.known().forEach((id, name) -> known.put(id.toString(), name));
    nodes.all(actor).forEach(node -> known.put(node.id().toString(), "node " + node.name()));
    Set<ConnectionId> ids =
        found.stream().flatMap(event -> id(event.subject()).stream()).collect(Collectors.toSet());
    known.putAll(connections.aliases(actor, ids));
    return known;
  }

  private static Optional<ConnectionId> id(String subject) {
    try {
      return Optional.of(new ConnectionId(UUID.fromString(subject)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
