package io.sallyport.tests.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the system, as an auditor would run it. */
public final class Command {
  private static final int PATIENCE_SECONDS = 60;

  private Command() {}

  /**
   * How a program ended.
   *
   * @param output what it printed, errors included
   */
  public record Ended(int status, String output) {}

  /** Runs a program that must succeed, and answers what it printed. */
  public static String run(String... command) throws IOException, InterruptedException {
    Ended ended = tryToRun("", command);
    if (ended.status() != 0) {
      throw new IllegalStateException(List.of(command) + " failed:\n" + ended.output());
    }
    return ended.output();
  }

  /** Runs a program that may fail, with {@code input}. */
  public static Ended tryToRun(String input, String... command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "These tests need the program \""
              + command[0]
              + "\". Install it, e.g. as root: apt-get"
              + " install gnupg openssl",
          e);
    }
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(List.of(command) + " did not end");
    }
    return new Ended(process.exitValue(), output);
  }
}
