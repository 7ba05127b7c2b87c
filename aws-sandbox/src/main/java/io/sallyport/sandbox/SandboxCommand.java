package io.sallyport.sandbox;

import io.sallyport.sandbox.snapshot.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts a sandbox from the command line and runs it until it is told to stop. */
@Command(
    name = "aws-sandbox",
    mixinStandardHelpOptions = true,
    version = "aws-sandbox 0.1.0",
    description = "A pretend AWS (STS, IAM, EC2, KMS) for demonstrations and tests.",
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped",
      "2:wrong options",
      "3:the port cannot be used",
      "4:a file is bad or cannot be read",
      "5:the key store cannot be opened"
    })
public final class SandboxCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}.",
      defaultValue = "127.0.0.1")
  private String bind;

  @Option(
      names = "--allow-remote",
      description = "Let --bind name an address that other machines can reach.")
  private boolean allowRemote;

  @Option(names = "--keystore", paramLabel = "FILE", description = "Key store to serve HTTPS with.")
  private Optional<Path> keyStore;

  @Option(
      names = "--keystore-type",
      paramLabel = "TYPE",
      description = "PKCS12 or BCFKS. Default: ${DEFAULT-VALUE}.",
      defaultValue = "PKCS12")
  private String keyStoreType;

  @Option(
      names = "--keystore-password-file",
      paramLabel = "FILE",
      description = "File whose first line is the key store's password.")
  private Optional<Path> keyStorePasswordFile;

  @Option(
      names = "--insecure-http",
      description = "Serve plain HTTP instead of HTTPS; on the loopback address only.")
  private boolean insecureHttp;

  @Option(names = "--seed", paramLabel = "FILE", description = "Accounts to begin with (JSON).")
  private Optional<Path> seed;

  @Option(names = "--state", paramLabel = "FILE", description = "Where changes are kept (JSON).")
  private Optional<Path> state;

  @Option(
      names = "--control-token-file",
      paramLabel = "FILE",
      description = "File whose first line opens the control endpoints.")
  private Optional<Path> controlTokenFile;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Written when listening: {\"port\":…,\"pid\":…,\"url\":…}.")
  private Optional<Path> readyFile;

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new SandboxCommand());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println("aws-sandbox: " + failure.getMessage());
          return failure instanceof SandboxStartException start ? start.what().exitCode() : 1;
        });
    line.setParameterExceptionHandler(
        (wrong, arguments) -> {
          wrong.getCommandLine().getErr().println("aws-sandbox: " + wrong.getMessage());
          return CommandLine.ExitCode.USAGE;
        });
    return line;
  }

  @Override
  public Integer call() throws SandboxStartException, InterruptedException {
    AwsSandbox sandbox = AwsSandbox.start(settings());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sandbox, stopped), "stop"));
    announce(sandbox);
    stopped.await();
    return 0;
  }

  private void stop(AwsSandbox sandbox, CountDownLatch stopped) {
    sandbox.close();
    try {
      if (readyFile.isPresent()) {
        Files.deleteIfExists(readyFile.get());
      }
    } catch (IOException left) {
      spec.commandLine().getErr().println("aws-sandbox: " + left.getMessage());
    }
    stopped.countDown();
  }

  private void announce(AwsSandbox sandbox) throws SandboxStartException {
    if (readyFile.isPresent()) {
      try {
        AtomicFile.write(
            readyFile.get(),
            "{\"port\":"
                + sandbox.port()
                + ",\"pid\":"
                + ProcessHandle.current().pid()
                + ",\"url\":\""
                + sandbox.url()
                + "\"}\n");
      } catch (IOException failed) {
        throw new SandboxStartException(
            SandboxStartException.Cause.FILE, "--ready-file: cannot write: " + failed, failed);
      }
    }
    spec.commandLine().getOut().println("aws-sandbox ready at " + sandbox.url());
    spec.commandLine().getOut().flush();
  }

  private SandboxSettings settings() throws SandboxStartException {
    InetAddress address = address();
    if (!address.isLoopbackAddress() && (!allowRemote || insecureHttp)) {
      throw wrong(
          insecureHttp
              ? "--insecure-http is for the loopback address only"
              : "--bind " + bind + " is not a loopback address: add --allow-remote if meant");
    }
    if (port < 0 || port > 65_535) {
      throw wrong("--port must be between 0 and 65535");
    }
    if (keyStore.isPresent() == insecureHttp) {
      throw wrong("give either --keystore (with --keystore-password-file) or --insecure-http");
    }
    SandboxSettings settings =
        SandboxSettings.onLoopback().listeningOn(new InetSocketAddress(address, port));
    if (keyStore.isPresent()) {
      Path passwordFile =
          keyStorePasswordFile.orElseThrow(() -> wrong("--keystore-password-file is missing"));
      settings =
          settings.servingTls(
              new SandboxSettings.Tls(keyStore.get(), keyStoreType, firstLine(passwordFile)));
    }
    if (seed.isPresent()) {
      settings = settings.seededFrom(seed.get());
    }
    if (state.isPresent()) {
      settings = settings.keptIn(state.get());
    }
    if (controlTokenFile.isPresent()) {
      settings = settings.controlledBy(firstLine(controlTokenFile.get()));
    }
    return settings;
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException unknown) {
      throw wrong("--bind " + bind + " is not an address");
    }
  }

  private static String firstLine(Path file) throws SandboxStartException {
    try {
      String line = Files.readString(file).lines().findFirst().orElse("");
      if (line.isEmpty()) {
        throw new IOException("it is empty");
      }
      return line;
    } catch (IOException | UncheckedIOException unreadable) {
      throw new SandboxStartException(
          SandboxStartException.Cause.FILE, "Cannot read " + file + ": " + unreadable, unreadable);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
