package io.sallyport.web.onpremise;

import io.sallyport.tenancy.onpremise.OnPremiseNode;
import io.sallyport.tenancy.onpremise.OnPremiseNodes;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Tells everybody of a company, on every page, which of its nodes will not be trusted for long, or
 * are not any more. A node renews its certificate when a month of it is left: one that has not
 * after half of that does not do it by itself.
 */
@Named
@RequestScoped
public class NodeNotice {
  private static final Duration SOON = Duration.ofDays(15);

  @Inject private CurrentPerson current;
  @Inject private OnPremiseNodes nodes;
  @Inject private Utc utc;

  private List<Row> ending;

  /** One whose certificate ends. */
  public record Row(String id, String sentence) {}

  public List<Row> getEnding() {
    if (ending == null) {
      Instant now = Instant.now();
      ending =
          nodes.ending(current.actor(), now.plus(SOON)).stream()
              .map(node -> row(node, now))
              .toList();
    }
    return ending;
  }

  private Row row(OnPremiseNode node, Instant now) {
    Instant end = node.notAfter().orElseThrow();
    return new Row(
        node.id().toString(),
        (end.isAfter(now)
                ? "The certificate of your node “%s” ends at %s, and it has not renewed it. Run bin/renew --now there."
                : "Your node “%s” is not trusted any more: its certificate ended at %s. Enrol it anew.")
            .formatted(node.name(), utc.text(end)));
  }
}
