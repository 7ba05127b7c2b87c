package io.sallyport.benchmarks;

import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.sealing.OuterMessage;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Other programs opening the same OpenPGP layer, pinned to one core. Where a program takes many
 * files at once it gets many, so that its start is not counted for each.
 */
final class Peers implements AutoCloseable {
  private static final int BATCH = 100;
  private static final int SINGLE = 10;

  private final Path folder;
  private final Path home;
  private final Path secret;
  private final List<Path> messages = new ArrayList<>();

  Peers(int length) throws Exception {
    folder =
        Files.createTempDirectory(
            "sallyport-bench",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    home = Files.createDirectory(folder.resolve("gpg"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    Site site = new Site();
    secret = OpenPgpKey.write(folder.resolve("key.pgp"), site.openPgp.secret().getEncoded());
    OuterMessage outer = new OuterMessage(new JcaProvider(Optional.empty()));
    for (int i = 0; i < BATCH; i++) {
      messages.add(
          OpenPgpKey.write(
              folder.resolve("message-" + i + ".pgp"),
              outer.seal(new byte[length], site.openPgpSubkey())));
    }
  }

  /** Messages per second of each program; empty when it is not installed. */
  Map<String, OptionalDouble> measure() throws IOException, InterruptedException {
    Map<String, OptionalDouble> found = new LinkedHashMap<>();
    found.put("gpg --decrypt-files (100 at once)", gpg());
    found.put(
        "sq decrypt (a process each)",
        each(
            "sq",
            message -> List.of("sq", "decrypt", "--recipient-key", secret.toString(), message)));
    found.put(
        "pgpainless-cli decrypt (a process each)",
        each(
            "pgpainless-cli",
            message ->
                List.of(
                    "sh",
                    "-c",
                    "pgpainless-cli decrypt \"$0\" < \"$1\"",
                    secret.toString(),
                    message)));
    return found;
  }

  private OptionalDouble gpg() throws IOException, InterruptedException {
    if (!installed("gpg")) {
      return OptionalDouble.empty();
    }
    run(List.of("gpg", "--homedir", home.toString(), "--batch", "--import", secret.toString()));
    List<String> command =
        new ArrayList<>(
            List.of("gpg", "--homedir", home.toString(), "--batch", "--yes", "--decrypt-files"));
    messages.forEach(message -> command.add(message.toString()));
    run(command);
    long start = System.nanoTime();
    run(command);
    double rate = messages.size() * 1e9 / (System.nanoTime() - start);
    run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"));
    return OptionalDouble.of(rate);
  }

  /** How a program is told to open a file. */
  @FunctionalInterface
  private interface Command {
    List<String> of(String message);
  }

  private OptionalDouble each(String program, Command command)
      throws IOException, InterruptedException {
    if (!installed(program)) {
      return OptionalDouble.empty();
    }
    run(command.of(messages.get(0).toString()));
    long start = System.nanoTime();
    for (Path message : messages.subList(0, SINGLE)) {
      run(command.of(message.toString()));
    }
    return OptionalDouble.of(SINGLE * 1e9 / (System.nanoTime() - start));
  }

  private static boolean installed(String program) {
    return Files.isExecutable(Path.of("/usr/bin", program));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", "0"));
    pinned.addAll(command);
    Process process = new ProcessBuilder(pinned).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(command.get(0) + ": " + output);
    }
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException e) throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
