package io.sallyport.web.activity;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.client.ApiClients;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What whoever stands in a company's trail is called, for that company's people. */
@RequestScoped
public class Names {
  @Inject private CurrentPerson current;
  @Inject private Companies companies;
  @Inject private ApiClients programs;

  private Map<UUID, String> names;

  /** A person's or a program's name; somebody who never finished registering has none. */
  public String of(AuditEvent event) {
    if (event.personId().equals(PersonId.NODE.value())) {
      return "A node by itself";
    }
    return event
        .staff()
        .map(staff -> staff + " (vendor)")
        .orElseGet(() -> all().getOrDefault(event.personId(), event.personId().toString()));
  }

  /** Everybody of the company who can have done something, people and programs. */
  public Map<UUID, String> known() {
    return Map.copyOf(all());
  }

  /**
   * One of several to choose from.
   *
   * @param chosen whether it is
   */
  public record Choice(String id, String name, boolean chosen) {}

  /** Everybody, by name. */
  public List<Choice> choices(String chosen) {
    return all().entrySet().stream()
        .map(
            each ->
                new Choice(
                    each.getKey().toString(),
                    each.getValue(),
                    each.getKey().toString().equals(chosen)))
        .sorted(Comparator.comparing(Choice::name))
        .toList();
  }

  private Map<UUID, String> all() {
    if (names == null) {
      Actor actor = current.actor();
      names = new HashMap<>(companies.people(actor));
      programs.names(actor).forEach((id, name) -> names.put(id, "API client " + name));
    }
    return names;
  }
}
