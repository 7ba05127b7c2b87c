package io.sallyport.ceremony.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The tool for key ceremonies, as {@code bin/sallyport-keys} starts it. */
@Command(
    name = "sallyport-keys",
    mixinStandardHelpOptions = true,
    versionProvider = SallyportKeys.Version.class,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Makes and keeps the keys of a Sallyport site: the root of trust, the vault's keys, shares"
          + " for custodians, identities for nodes, and the signed manifest that says which key"
          + " is used for what.",
      "",
      "Made for two or three people around one computer that is not on any network. It says what"
          + " it is about to do, never overwrites a file, and never shows a secret."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused: a rule or a check said no; nothing was written",
      "2:the command line was not understood",
      "3:a file of that name exists; nothing was written",
      "4:a file cannot be read or written",
      "5:the node (or AWS) refused, or cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sallyport-keys rehearse",
      "  sallyport-keys root create --custodians /media/ada,/media/ben,/media/eve",
      "  sallyport-keys manifest --help"
    },
    subcommands = {
      RootCommands.class,
      VaultCommands.class,
      SharesCommands.class,
      NodeCommands.class,
      ManifestCommands.class,
      Inspect.class,
      NodeDoor.Status.class,
      NodeDoor.Submit.class,
      NodeDoor.Abort.class,
      NodeDoor.Seal.class,
      Rehearse.class
    })
public final class SallyportKeys {
  private final Setting setting;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Answer with one JSON object on standard output.")
  private boolean json;

  @Option(
      names = "--rehearse",
      scope = ScopeType.INHERIT,
      description =
          "Only rehearse: in a new temporary folder, which is deleted at the end. No real file is"
              + " read or written, and nothing is sent anywhere.")
  private boolean rehearse;

  @Option(
      names = "--rehearsal",
      scope = ScopeType.INHERIT,
      paramLabel = "FOLDER",
      description =
          "Rehearse in this folder, which stays, so that the next step finds what this one made."
              + " Its name contains REHEARSAL.")
  private Path rehearsal;

  SallyportKeys(Setting setting) {
    this.setting = setting;
  }

  /** For IT and custodians: {@code bin/sallyport-keys --help}. */
  public static void main(String[] arguments) {
    System.exit(commandLine(Setting.ofProcess()).execute(arguments));
  }

  static CommandLine commandLine(Setting setting) {
    Failures failures = new Failures(setting.terminal());
    return new CommandLine(new SallyportKeys(setting))
        .setOut(setting.terminal().out())
        .setErr(setting.terminal().err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }

  Setting setting() {
    return setting;
  }

  boolean json() {
    return json;
  }

  Ceremony begin(String qualifiedName) throws IOException, CeremonyStopped {
    String command = qualifiedName.substring(qualifiedName.indexOf(' ') + 1);
    return new Ceremony(command, setting, whereToRehearse(), json);
  }

  private Optional<Rehearsal> whereToRehearse() throws IOException, CeremonyStopped {
    if (rehearsal != null) {
      return Optional.of(Rehearsal.in(setting.base().resolve(rehearsal)));
    }
    return rehearse ? Optional.of(Rehearsal.fresh()) : Optional.empty();
  }

  /** The release, from the archive. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SallyportKeys.class.getPackage().getImplementationVersion();
      return new String[] {"sallyport-keys " + (version == null ? "(not packaged)" : version)};
    }
  }
}
