package io.sallyport.web.client;

import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.client.ApiClients;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.tenancy.team.Team;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import io.sallyport.web.token.TokenVerifier;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which programs may call the API, and how they do it. */
@Named
@RequestScoped
public class ApiClientsPage {
  @Inject private CurrentPerson current;
  @Inject private ApiClients clients;
  @Inject private Companies companies;
  @Inject private Team team;
  @Inject private TokenVerifier tokens;
  @Inject private Utc utc;

  private List<Row> rows;
  private Map<UUID, String> names;
  private Set<UUID> present;

  /**
   * A program as the page shows it.
   *
   * @param jwksUrl empty when its keys were pasted
   * @param by who let it in
   * @param orphan whether they have left the company
   * @param room whether it may have one more key
   */
  public record Row(
      String id,
      String name,
      String scopes,
      String jwksUrl,
      List<KeyRow> keys,
      String created,
      String by,
      boolean orphan,
      String used,
      boolean room) {}

  /** A key as the page shows it. */
  public record KeyRow(String kid, String created) {}

  /** A scope to choose. */
  public record Choice(String code, String label) {}

  /** Loads what the page shows, before any of it is sent. */
  public void load() {
    Actor actor = current.actor();
    names = companies.people(actor);
    present =
        team.members(actor).stream()
            .map(member -> member.person().id())
            .collect(Collectors.toSet());
    rows = clients.all(actor).stream().map(this::row).toList();
  }

  private Row row(ApiClients.Registered program) {
    return new Row(
        program.client().id().toString(),
        program.client().name(),
        program.client().scopes().stream().map(ApiScope::code).collect(Collectors.joining(" ")),
        program.client().jwksUrl().orElse(""),
        program.keys().stream()
            .map(key -> new KeyRow(key.kid(), utc.text(key.createdAt())))
            .toList(),
        utc.text(program.client().createdAt()),
        names.getOrDefault(program.client().createdBy(), ""),
        !present.contains(program.client().createdBy()),
        utc.orElse(program.client().lastUsedAt(), "Never"),
        program.client().jwksUrl().isEmpty() && program.keys().size() < ApiClients.MOST_KEYS);
  }

  public List<Row> getRows() {
    return rows;
  }

  /** Whether one more may be let in, by whoever is looking. */
  public boolean isRoom() {
    return current.isAdmin() && rows.size() < ApiClients.MOST;
  }

  /** All scopes there are. */
  public List<Choice> getScopes() {
    return List.of(ApiScope.values()).stream()
        .map(scope -> new Choice(scope.code(), scope.label()))
        .toList();
  }

  /** What tokens must name as their audience. */
  public String getAudience() {
    return tokens.audience();
  }
}
