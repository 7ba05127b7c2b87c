package io.sallyport.tests.site;

import io.sallyport.demo.DemoFacts.SampleAccount;
import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The {@code aws} command line, as the administrator of the sample account uses it. */
public final class AwsCli {
  private AwsCli() {}

  /**
   * Runs a shell script that calls {@code aws}, which must succeed, and answers what it printed.
   */
  public static String script(RunningDemo demo, String text)
      throws IOException, InterruptedException {
    SystemPackage.require("awscli", AwsCli::isInstalled);
    SampleAccount sample = demo.facts().sampleAccount();
    Path script = Files.createTempFile(demo.settings().state(), "script", ".sh");
    try {
      Files.writeString(script, text);
      ProcessBuilder builder =
          new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
      builder
          .environment()
          .putAll(
              Map.of(
                  "AWS_ENDPOINT_URL", demo.facts().sandbox().endpoint(),
                  "AWS_CA_BUNDLE", demo.keys().authority().toString(),
                  "AWS_ACCESS_KEY_ID", sample.accessKeyId(),
                  "AWS_SECRET_ACCESS_KEY", sample.secretAccessKey(),
                  "AWS_DEFAULT_REGION", "us-east-1",
                  "AWS_PAGER", ""));
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("the script failed:\n" + output);
      }
      return output;
    } finally {
      Files.delete(script);
    }
  }

  private static boolean isInstalled() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "aws")));
  }
}
