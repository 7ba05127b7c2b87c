package io.sallyport.ceremony.command;

import io.sallyport.ceremony.NodeClient.NodeRefused;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.manifest.ManifestRefused;
import io.sallyport.crypto.ring.ShareRefused;
import jakarta.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, in words or as JSON, and with which exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    CeremonyStopped stopped = stopped(e);
    boolean json = ((SallyportKeys) command.getCommandSpec().root().userObject()).json();
    report(stopped.outcome(), stopped.getMessage(), json);
    return stopped.outcome().exit();
  }

  /** What a kept library or our own formats threw, as what it means to the person here. */
  private static CeremonyStopped stopped(Exception e) throws Exception {
    if (e instanceof CeremonyStopped stopped) {
      return stopped;
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return new CeremonyStopped(
          Outcome.EXISTS, exists.getFile() + " exists. Nothing was written; nothing is replaced.");
    }
    if (e instanceof NodeRefused refused) {
      return new CeremonyStopped(Outcome.REMOTE, refused.code() + ": " + refused.getMessage());
    }
    if (e instanceof ShareRefused
        || e instanceof ManifestRefused
        || e instanceof FormatException
        || e instanceof KeyFileException) {
      return CeremonyStopped.refused("Refused: %s.", withoutStop(e.getMessage()));
    }
    if (e instanceof IOException) {
      return new CeremonyStopped(Outcome.FILES, "Cannot read or write: " + e.getMessage());
    }
    throw e;
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    boolean json = Arrays.asList(arguments).contains("--json");
    report(Outcome.USAGE, e.getMessage(), json);
    PrintWriter err = terminal.err();
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      CommandLine command = e.getCommandLine();
      Terminal.show(err, "See: " + command.getCommandSpec().qualifiedName(" ") + " --help");
    }
    return Outcome.USAGE.exit();
  }

  private void report(Outcome outcome, String message, boolean json) {
    Terminal.show(terminal.err(), message);
    if (json) {
      terminal
          .out()
          .println(
              Json.createObjectBuilder()
                  .add("ok", false)
                  .add("exit", outcome.exit())
                  .add(
                      "error",
                      Json.createObjectBuilder()
                          .add("code", outcome.code())
                          .add("message", message))
                  .build());
      terminal.out().flush();
    }
  }
}
