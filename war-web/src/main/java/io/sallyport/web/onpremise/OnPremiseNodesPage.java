package io.sallyport.web.onpremise;

import io.sallyport.tenancy.onpremise.OnPremiseNode;
import io.sallyport.tenancy.onpremise.OnPremiseNode.Standing;
import io.sallyport.tenancy.onpremise.OnPremiseNodes;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;

/** The company's own nodes. */
@Named
@RequestScoped
public class OnPremiseNodesPage {
  @Inject private CurrentPerson current;
  @Inject private OnPremiseNodes nodes;
  @Inject private Utc utc;

  private List<Row> rows;

  /**
   * A node as pages show it.
   *
   * @param standing code
   * @param label for people
   * @param enrolled whether it can be used
   * @param reached how it was, for its newest receipt
   * @param dialling whether it holds connections to us
   */
  public record Row(
      String id,
      String name,
      Standing standing,
      String label,
      boolean enrolled,
      String release,
      String ends,
      String seen,
      String reached,
      String dialling) {}

  /** Loads what the page shows, before any of it is sent. */
  public void load() {
    Instant now = Instant.now();
    rows = nodes.all(current.actor()).stream().map(node -> row(node, now)).toList();
  }

  private Row row(OnPremiseNode node, Instant now) {
    Standing standing = node.standing(now);
    return new Row(
        node.id().toString(),
        node.name(),
        standing,
        standing.label(),
        standing == Standing.ENROLLED,
        node.release().orElse(""),
        node.notAfter().map(utc::text).orElse(""),
        node.seenAt().map(utc::text).orElse("Never"),
        node.seenDialled()
            .map(dialled -> dialled ? "Over a connection that it opened to us" : "At its endpoint")
            .orElse("Not yet"),
        dialling(node, now));
  }

  private String dialling(OnPremiseNode node, Instant now) {
    if (node.isDialling(now)) {
      return "Yes: connected now";
    }
    return node.dialledAt()
        .map(at -> "Not connected since " + utc.text(at))
        .orElse("No: it is asked at its endpoint");
  }

  public List<Row> getRows() {
    return rows;
  }

  /** Those that a connection can go through. */
  public List<Row> getEnrolled() {
    return rows.stream().filter(Row::enrolled).toList();
  }

  /** Whether one more may be added, by whoever is looking. */
  public boolean isRoom() {
    return current.isAdmin() && rows.size() < OnPremiseNodes.MOST;
  }
}
