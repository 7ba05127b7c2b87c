package io.sallyport.ceremony.command;

import io.sallyport.ceremony.MutualTls;
import io.sallyport.ceremony.NodeClient;
import io.sallyport.ceremony.NodeClient.NodeRefused;
import io.sallyport.crypto.ring.Share;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a custodian does at a decrypt node's door, from their own machine. */
abstract class NodeDoor extends Step {
  @Mixin private Password password;

  @Option(
      names = "--node",
      required = true,
      paramLabel = "URL",
      description = "The decrypt node's internal endpoint, e.g. https://decrypt-1:9444.")
  private URI node;

  @Option(
      names = "--identity",
      required = true,
      paramLabel = "FILE",
      description =
          "Your certificate and key, PKCS #12: custodian.p12 from \"node identity\", or your own"
              + " authority's.")
  private Path identity;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description =
          "The nodes' authority as PEM, where --identity does not hold it as a trusted"
              + " certificate.")
  private Path trust;

  /** Talks to the node. */
  protected abstract JsonObject talk(Ceremony ceremony, NodeClient client) throws Exception;

  /** What it is about to do, for a rehearsal. */
  protected abstract String intent();

  @Override
  protected final void perform(Ceremony ceremony) throws Exception {
    if (!"https".equals(node.getScheme()) || node.getHost() == null) {
      throw usage("--node is an https URL");
    }
    if (ceremony.isRehearsal()) {
      ceremony.tell("would ask %s: %s".formatted(node, intent()));
      return;
    }
    tell(ceremony, reach(ceremony));
  }

  private JsonObject reach(Ceremony ceremony) throws Exception {
    char[] secret = password.existing(ceremony, identity.toString());
    try {
      List<X509Certificate> trusted =
          trust == null ? List.of() : Certificates.all(ceremony.text(trust));
      NodeClient client =
          new NodeClient(node, MutualTls.client(ceremony.existing(identity), secret, trusted));
      return talk(ceremony, client);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  /** The node's answer, with its silence told apart from trouble with files. */
  protected static JsonObject ask(Question question) throws Exception {
    try {
      return question.ask();
    } catch (IOException e) {
      throw new CeremonyStopped(Outcome.REMOTE, "The node cannot be reached: " + why(e), e);
    }
  }

  /** A question to a node. */
  protected interface Question {
    JsonObject ask() throws IOException, InterruptedException, NodeRefused;
  }

  private static String why(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static void tell(Ceremony ceremony, JsonObject state) {
    ceremony.facts().add("state", state);
    ceremony.tell("node:      " + state.getString("node", "?"));
    if (state.getBoolean("unsealed", false)) {
      ceremony.tell("vault:     unsealed since " + state.getString("since", "?"));
      ceremony.tell("keys:      " + list(state, "keys"));
    } else {
      ceremony.tell("vault:     sealed");
    }
    if (state.getInt("threshold", 0) > 0) {
      ceremony.tell(
          "shares:    %d of %d are there%s, of set %s"
              .formatted(
                  submitted(state).size(),
                  state.getInt("threshold"),
                  submitted(state).isEmpty() ? "" : " (" + list(state, "submitted") + ")",
                  state.getString("set", "?")));
    } else {
      ceremony.tell("unsealed:  by " + state.getString("method", "?"));
    }
    ceremony.tell("manifest:  version " + state.getInt("manifestVersion", 0));
    ceremony.tell("provider:  " + state.getString("provider", "?"));
  }

  private static List<JsonValue> submitted(JsonObject state) {
    return state.containsKey("submitted") ? state.getJsonArray("submitted") : List.of();
  }

  private static String list(JsonObject state, String name) {
    return state.containsKey(name)
        ? String.join(
            ", ",
            state.getJsonArray(name).stream()
                .map(each -> each.toString().replace("\"", ""))
                .toList())
        : "";
  }

  /** Asks how the vault stands. */
  @Command(
      name = "status",
      description = "Asks a decrypt node whether it is sealed, and which shares are there.",
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys status --node https://decrypt-1:9444 --identity /media/ada/custodian.p12")
  static final class Status extends NodeDoor {
    @Override
    protected JsonObject talk(Ceremony ceremony, NodeClient client) throws Exception {
      return ask(client::state);
    }

    @Override
    protected String intent() {
      return "how the vault stands";
    }
  }

  /** Submits a share. */
  @Command(
      name = "submit",
      description = {
        "Submits your share to a decrypt node. With the last one that it takes, the vault opens. On"
            + " a vault that is open already, the key files are read anew.",
        "The share is sent only to a node that asks for shares of the same set, and stays in its"
            + " memory until there are enough, or somebody aborts, or it is restarted."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys submit --node https://decrypt-1:9444 --identity"
              + " /media/ada/custodian.p12 --share /media/ada/share-SET-1.txt")
  static final class Submit extends NodeDoor {
    @Option(
        names = "--share",
        paramLabel = "FILE",
        description =
            "Your share's file; \"-\" reads a line of standard input. Without it, the tool asks.")
    private Path file;

    @Override
    protected JsonObject talk(Ceremony ceremony, NodeClient client) throws Exception {
      try (Share share =
          file == null
              ? OfferedShares.typed(ceremony, "Your share")
              : OfferedShares.read(ceremony, file)) {
        JsonObject state = ask(client::state);
        if (!share.set().equals(state.getString("set", null))) {
          throw CeremonyStopped.refused(
              "Your share is of set %s, and the node asks for %s. It was not sent.",
              share.set(), state.getString("set", "no shares"));
        }
        ceremony.explain(
            "Submitting share %d to %s.".formatted(share.index(), state.getString("node", "?")));
        return ask(() -> client.submit(share.text()));
      }
    }

    @Override
    protected String intent() {
      return "to take your share";
    }
  }

  /** Forgets shares. */
  @Command(
      name = "abort",
      description = "Has a decrypt node forget the shares that were submitted so far.",
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys abort --node https://decrypt-1:9444 --identity /media/ada/custodian.p12")
  static final class Abort extends NodeDoor {
    @Override
    protected JsonObject talk(Ceremony ceremony, NodeClient client) throws Exception {
      ceremony.explain("Having the node forget the shares that are there.");
      return ask(client::abort);
    }

    @Override
    protected String intent() {
      return "to forget the shares that are there";
    }
  }

  /** Seals. */
  @Command(
      name = "seal",
      description =
          "Seals a decrypt node at once: it forgets all keys and shares, and opens nothing until"
              + " custodians unseal it again. Nothing is lost.",
      footerHeading = "%nExample:%n",
      footer =
          "  sallyport-keys seal --node https://decrypt-1:9444 --identity /media/ada/custodian.p12")
  static final class Seal extends NodeDoor {
    @Override
    protected JsonObject talk(Ceremony ceremony, NodeClient client) throws Exception {
      ceremony.explain("Sealing the node.");
      return ask(client::seal);
    }

    @Override
    protected String intent() {
      return "to seal its vault";
    }
  }
}
