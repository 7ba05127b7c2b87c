package io.sallyport.tests.site;

import com.google.gson.JsonObject;
import io.sallyport.demo.DemoFacts.SampleAccount;
import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The {@code aws} command line, and Python with boto3, each from the system's packages. */
public final class AwsCli {
  /** The system's own, whatever else is on the path: its packages are for that one. */
  public static final String PYTHON = "/usr/bin/python3";

  /** Releases before 2.13 do not read the variable by themselves. */
  private static final String ENDPOINT =
      "aws() { command aws --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"; }\n";

  /**
   * Python that reads what {@link SandboxControl#putObject} put to its end, and prints how long it
   * is and how many of the bytes looked at were wrong.
   */
  public static final String READ_WHOLE =
      """
      def read_whole(got):
          total, wrong = 0, 0
          for chunk in got['Body'].iter_chunks(1 << 20):
              for i in (0, len(chunk) - 1):
                  at = (total + i) % 65537
                  wrong += chunk[i] != (at * at >> 3) % 256
              total += len(chunk)
          print(total, 'bytes', wrong, 'wrong')
      """;

  private AwsCli() {}

  /**
   * How a command ended.
   *
   * @param output both what it printed and what it complained of
   */
  public record Ended(int status, String output) {
    /** What it printed, if it succeeded. */
    public String expectSuccess() {
      if (status != 0) {
        throw new IllegalStateException("the script failed:\n" + output);
      }
      return output;
    }
  }

  /**
   * Runs a shell script that calls {@code aws} as the administrator of the sample account, which
   * must succeed, and answers what it printed.
   */
  public static String script(RunningDemo demo, String text)
      throws IOException, InterruptedException {
    SampleAccount sample = demo.facts().sampleAccount();
    return script(
            demo,
            text,
            Map.of(
                "AWS_ENDPOINT_URL", demo.facts().sandbox().endpoint(),
                "AWS_ACCESS_KEY_ID", sample.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", sample.secretAccessKey(),
                "AWS_DEFAULT_REGION", "us-east-1"))
        .expectSuccess();
  }

  /** For a tool that asks through the portal, in a session as the API gave it. */
  public static Map<String, String> environment(
      RunningDemo demo, JsonObject session, String region) {
    return new HashMap<>(
        Map.of(
            "AWS_ENDPOINT_URL", demo.settings().portalUrl() + "/aws",
            "AWS_DEFAULT_REGION", region,
            "AWS_ACCESS_KEY_ID", session.get("AccessKeyId").getAsString(),
            "AWS_SECRET_ACCESS_KEY", session.get("SecretAccessKey").getAsString(),
            "AWS_SESSION_TOKEN", session.get("SessionToken").getAsString()));
  }

  /** What takes its time. */
  @FunctionalInterface
  public interface Running {
    Ended toItsEnd() throws IOException, InterruptedException;
  }

  /** Runs it beside the test. */
  public static CompletableFuture<Ended> begin(Running running) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return running.toItsEnd();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Runs a shell script that calls {@code aws}. */
  public static Ended script(RunningDemo demo, String text, Map<String, String> environment)
      throws IOException, InterruptedException {
    SystemPackage.require("awscli", () -> isInstalled("aws"));
    return run(demo, "sh", ENDPOINT + text, environment);
  }

  /** Runs a Python script that uses boto3. */
  public static Ended python(RunningDemo demo, String text, Map<String, String> environment)
      throws IOException, InterruptedException {
    SystemPackage.require("python3-boto3", AwsCli::hasBoto);
    return run(demo, PYTHON, text, environment);
  }

  private static Ended run(
      RunningDemo demo, String interpreter, String text, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile(demo.settings().state(), "script", "");
    try {
      Files.writeString(script, text);
      ProcessBuilder builder =
          new ProcessBuilder(interpreter, script.toString()).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder
          .environment()
          .putAll(
              Map.of(
                  "AWS_CA_BUNDLE", demo.keys().authority().toString(),
                  "AWS_MAX_ATTEMPTS", "1",
                  "AWS_PAGER", ""));
      builder.environment().putAll(environment);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    } finally {
      Files.delete(script);
    }
  }

  private static boolean hasBoto() {
    try {
      return new ProcessBuilder(PYTHON, "-c", "import boto3")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
