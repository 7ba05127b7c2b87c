package io.sallyport.web.staff;

import io.sallyport.contract.vault.VaultState;
import io.sallyport.tenancy.keys.RewrapRun;
import io.sallyport.tenancy.keys.Rewraps;
import io.sallyport.tenancy.node.NodeList;
import io.sallyport.tenancy.node.NodeStatus;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.node.DecryptNodes;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The nodes, the releases they run, when their certificates expire, and the jobs there are. */
@Named
@RequestScoped
public class NodesPage {
  private static final Duration MISSED = Duration.ofSeconds(90);
  private static final Duration SOON = Duration.ofDays(30);

  @Inject private CurrentPerson current;
  @Inject private NodeList list;
  @Inject private DecryptNodes decryptNodes;
  @Inject private Rewraps rewraps;
  @Inject private Utc utc;

  private List<Row> rows;

  /** A certificate of a node. */
  public record Certificate(String what, String subject, String expires, boolean soon) {}

  /**
   * A node, as the page shows it.
   *
   * @param word how it is, in a word
   */
  public record Row(
      String name,
      String kind,
      String word,
      String release,
      String java,
      String started,
      String seen,
      List<Certificate> certificates) {}

  /** Loads what the page shows, before any of it is sent. */
  public void load() {
    Map<String, VaultState> vaults =
        decryptNodes.states().stream()
            .flatMap(seen -> seen.state().stream())
            .collect(Collectors.toMap(VaultState::node, state -> state, (one, other) -> one));
    rows = list.all(current.actor()).stream().map(node -> row(node, vaults)).toList();
  }

  private Row row(NodeStatus node, Map<String, VaultState> vaults) {
    return new Row(
        node.name(),
        node.kind(),
        word(node, vaults.get(node.name())),
        node.release(),
        node.java(),
        utc.text(node.startedAt()),
        utc.text(node.seenAt()),
        certificates(node));
  }

  private static String word(NodeStatus node, VaultState vault) {
    if (node.seenAt().plus(MISSED).isBefore(Instant.now())) {
      return "missing";
    }
    if (vault == null) {
      return node.kind().equals("web") ? "running" : "unreachable";
    }
    return vault.unsealed() ? "unsealed" : "sealed";
  }

  private List<Certificate> certificates(NodeStatus node) {
    try (JsonReader reader = Json.createReader(new StringReader(node.certificates()))) {
      return reader.readArray().getValuesAs(JsonObject.class).stream()
          .map(this::certificate)
          .toList();
    }
  }

  private Certificate certificate(JsonObject certificate) {
    Instant expires = Instant.parse(certificate.getString("expires"));
    return new Certificate(
        certificate.getString("what"),
        certificate.getString("subject"),
        utc.text(expires),
        Instant.now().plus(SOON).isAfter(expires));
  }

  public List<Row> getRows() {
    return rows;
  }

  /** Rewraps, newest first. */
  public List<RewrapRun> getJobs() {
    return rewraps.newest();
  }
}
