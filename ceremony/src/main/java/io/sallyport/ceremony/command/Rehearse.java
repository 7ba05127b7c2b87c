package io.sallyport.ceremony.command;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Goes through a whole ceremony with the tool's own commands. */
@Command(
    name = "rehearse",
    description = {
      "Goes through a whole ceremony, from the root keys to a lost share and a rotated browser key,"
          + " with the very commands that you would type, in a temporary folder that is deleted at"
          + " the end. Takes a few seconds.",
      "To do it yourself, step by step, give each command --rehearsal FOLDER."
    },
    footerHeading = "%nExample:%n",
    footer = "  sallyport-keys rehearse --ask")
final class Rehearse implements Callable<Integer> {
  @Option(names = "--ask", description = "Wait for the Enter key before each step.")
  private boolean ask;

  @Spec private CommandSpec spec;

  private final List<String> done = new ArrayList<>();
  private Setting setting;
  private Rehearsal rehearsal;

  @Override
  public Integer call() throws Exception {
    SallyportKeys tool = (SallyportKeys) spec.root().userObject();
    Terminal terminal = tool.setting().terminal();
    // What the steps answer is not the answer of this command.
    setting =
        new Setting(
            new Terminal(
                terminal.in(),
                tool.json() ? terminal.err() : terminal.out(),
                terminal.err(),
                terminal.console()),
            tool.setting().clock(),
            tool.setting().base());
    try (Rehearsal fresh = Rehearsal.fresh()) {
      rehearsal = fresh;
      makeTheSite();
      loseAShare();
      rotateTheBrowserKey();
    }
    if (tool.json()) {
      JsonArrayBuilder steps = Json.createArrayBuilder(done);
      terminal
          .out()
          .println(
              Json.createObjectBuilder()
                  .add("command", "rehearse")
                  .add("rehearsal", true)
                  .add("ok", true)
                  .add("exit", Outcome.OK.exit())
                  .add("steps", steps)
                  .build());
      terminal.out().flush();
    } else {
      Terminal.show(
          terminal.out(),
          "%s ends after %d steps. Its folder is deleted.".formatted(Rehearsal.MARK, done.size()));
    }
    return Outcome.OK.exit();
  }

  private void makeTheSite() throws IOException, CeremonyStopped {
    step("root", "create");
    step("vault", "create");
    step("shares", "verify", share(1), share(2), share(3));
    step("node", "ca");
    step("node", "signing-key", "--out", "web-1");
    step("node", "signing-key", "--out", "decrypt-1");
    step(
        "manifest",
        "new",
        "--node",
        "web:web-1=web-1/signing-key.public.jwk",
        "--node",
        "decrypt:decrypt-1=decrypt-1/signing-key.public.jwk");
    sign("site/manifest-1.unsigned.json", 1);
    sign("site/manifest-1.signed-1.json", 2);
    step("manifest", "verify", "site/manifest-1.json");
  }

  private void loseAShare() throws IOException, CeremonyStopped {
    step(
        "shares",
        "refresh",
        "--share",
        share(1),
        "--share",
        share(3),
        "--custodians",
        "custodian-4,custodian-5,custodian-6");
    step("shares", "combine", "--set", newSet(), "--share", share(4), "--share", share(6));
  }

  private void rotateTheBrowserKey() throws IOException, CeremonyStopped {
    step(
        "vault", "add-key", "--use", "browser", "--set", newSet(), "--share", share(5), "--share",
        share(6));
    String key = newest("vault", ".jwk");
    step("manifest", "change", "--previous", "site/manifest-1.json", "--add", key);
    sign("site/manifest-2.unsigned.json", 2, "--previous", "site/manifest-1.json");
    sign("site/manifest-2.signed-1.json", 3, "--previous", "site/manifest-1.json");
    step("manifest", "change", "--previous", "site/manifest-2.json", "--activate", idOf(key));
    sign("site/manifest-3.unsigned.json", 1, "--previous", "site/manifest-2.json");
    sign("site/manifest-3.signed-1.json", 3, "--previous", "site/manifest-2.json");
    step("manifest", "verify", "site/manifest-3.json", "--previous", "site/manifest-2.json");
  }

  private void sign(String manifest, int custodian, String... more)
      throws IOException, CeremonyStopped {
    List<String> words =
        new ArrayList<>(
            List.of(
                "manifest",
                "sign",
                manifest,
                "--root-key",
                "custodian-%d/root-key.jwk".formatted(custodian),
                "--yes"));
    words.addAll(List.of(more));
    step(words.toArray(String[]::new));
  }

  private void step(String... words) throws IOException, CeremonyStopped {
    String typed = String.join(" ", words);
    Terminal.show(
        setting.terminal().err(), "\n%s $ sallyport-keys %s".formatted(Rehearsal.MARK, typed));
    if (ask) {
      setting.terminal().line("Enter goes on");
    }
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--rehearsal", rehearsal.folder().toString()));
    int exit = SallyportKeys.commandLine(setting).execute(arguments.toArray(String[]::new));
    if (exit != Outcome.OK.exit()) {
      throw CeremonyStopped.refused("The rehearsal stopped at \"%s\" with code %d.", typed, exit);
    }
    done.add(typed);
  }

  private String share(int custodian) throws IOException {
    return newest("custodian-" + custodian, ".txt");
  }

  private String newSet() throws IOException {
    return newest("vault", ".json");
  }

  /** The newest file of that kind, as one would type it: without the mark. */
  private String newest(String folder, String suffix) throws IOException {
    try (Stream<Path> all = Files.list(rehearsal.folder().resolve(folder))) {
      Path file =
          all.filter(each -> each.toString().endsWith(suffix))
              .max(Comparator.comparing(each -> each.toFile().lastModified()))
              .orElseThrow();
      return folder + "/" + file.getFileName().toString().substring(Rehearsal.MARK.length() + 1);
    }
  }

  private static String idOf(String file) {
    return file.substring(file.indexOf('/') + 1, file.lastIndexOf('.'));
  }
}
