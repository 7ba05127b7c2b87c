package io.sallyport.web.vault;

import io.sallyport.contract.vault.VaultState;
import io.sallyport.web.edge.Notice;
import io.sallyport.web.node.DecryptNodes;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The decrypt nodes, and how far each is on its way to being unsealed. */
@Named
@RequestScoped
public class VaultPage {
  @Inject private CurrentPerson current;
  @Inject private DecryptNodes decryptNodes;
  @Inject private Notice notice;

  private List<Row> nodes;

  /**
   * A node, as the page shows it.
   *
   * @param url where it is
   * @param state null when it cannot be reached
   */
  public record Row(String url, VaultState state) {
    /** In a word. */
    public String word() {
      if (state == null) {
        return "unreachable";
      }
      if (state.unsealed()) {
        return "unsealed";
      }
      return state.submitted().isEmpty() ? "sealed" : "unsealing";
    }

    /** How many shares are there, in percent of those needed. */
    public int percent() {
      return state == null || state.threshold() == 0
          ? 0
          : state.submitted().size() * 100 / state.threshold();
    }
  }

  /** Asks all nodes. */
  public List<Row> getNodes() {
    if (nodes == null) {
      nodes =
          decryptNodes.states().stream()
              .map(seen -> new Row(seen.url().toString(), seen.state().orElse(null)))
              .toList();
    }
    return nodes;
  }

  /** Has a node forget the shares that were submitted. */
  public void abort(String url) {
    done(() -> decryptNodes.abort(url, current.actor().personId()));
  }

  /** Seals a node. */
  public void seal(String url) {
    done(() -> decryptNodes.seal(url, current.actor().personId()));
  }

  private void done(Runnable act) {
    notice.during(
        () -> {
          current.requireFresh();
          act.run();
        });
    nodes = null;
  }
}
