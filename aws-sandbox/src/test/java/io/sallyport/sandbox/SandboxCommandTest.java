package io.sallyport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SandboxCommandTest {
  @TempDir private Path folder;

  private record Outcome(int code, String errors) {}

  private static Outcome run(String... arguments) {
    StringWriter errors = new StringWriter();
    CommandLine line = SandboxCommand.commandLine().setErr(new PrintWriter(errors, true));
    return new Outcome(line.execute(arguments), errors.toString());
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void aTakenPortIsToldInOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Outcome outcome = run("--insecure-http", "--port", String.valueOf(taken.getLocalPort()));
      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.errors().strip())
          .startsWith("aws-sandbox: Cannot listen on")
          .contains("in use")
          .doesNotContain("\n");
    }
  }

  @Test
  void aBadSeedIsRefusedByTheNameOfTheField() throws IOException {
    String seed =
        file(
            "seed.json",
            "{\"accounts\":[{\"id\":\"111111111111\",\"name\":\"A\",\"roles\":[{\"name\":\"r\","
                + "\"trustPolicy\":{\"Statement\":[{\"Effect\":\"Maybe\"}]}}]}]}");
    Outcome outcome = run("--insecure-http", "--seed", seed);
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.errors())
        .contains("seed.accounts[0].roles[0].trustPolicy: Invalid effect: Maybe");
    assertThat(run("--insecure-http", "--seed", file("other.json", "{\"acounts\":[]}")).errors())
        .contains("seed.acounts is not known here");
    assertThat(run("--insecure-http", "--seed", folder.resolve("absent").toString()).code())
        .isEqualTo(4);
  }

  @Test
  void aWrongKeyStorePasswordIsTold() throws IOException {
    Outcome outcome =
        run(
            "--keystore",
            TestCertificate.get().keyStore().toString(),
            "--keystore-password-file",
            file("password", "wrong\n"));
    assertThat(outcome.code()).isEqualTo(5);
    assertThat(outcome.errors()).contains("Cannot open the key store").contains("password");
  }

  @Test
  void optionsThatWouldOpenItToOthersAreRefused() {
    assertThat(run().code()).isEqualTo(2);
    assertThat(run("--insecure-http", "--bind", "0.0.0.0", "--allow-remote").errors())
        .contains("--insecure-http is for the loopback address only");
    assertThat(run("--keystore", "x", "--bind", "0.0.0.0").errors()).contains("--allow-remote");
    assertThat(run("--insecure-http", "--port", "70000").code()).isEqualTo(2);
    assertThat(run("--no-such-option").code()).isEqualTo(2);
  }

  @Test
  void theProcessSaysWhenItIsReadyServesOnlyStrongTlsAndStopsOnSigterm() throws Exception {
    Path ready = folder.resolve("ready.json");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SandboxCommand.class.getName(),
                "--keystore",
                TestCertificate.get().keyStore().toString(),
                "--keystore-password-file",
                file("password", TestCertificate.PASSWORD),
                "--seed",
                RunningSandbox.writeSeed().toString(),
                "--ready-file",
                ready.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      for (int i = 0; i < 300 && !Files.exists(ready); i++) {
        Thread.sleep(50);
      }
      JsonNode told = RunningSandbox.json(Files.readString(ready));
      assertThat(told.get("pid").asLong()).isEqualTo(process.pid());
      int port = told.get("port").asInt();
      assertThat(told.get("url").asText()).isEqualTo("https://127.0.0.1:" + port);
      assertThat(process.inputReader().readLine())
          .isEqualTo("aws-sandbox ready at https://127.0.0.1:" + port);
      assertThat(suite(port, "TLSv1.3")).isEqualTo("TLS_AES_256_GCM_SHA384");
      assertThat(suite(port, "TLSv1.2")).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
      Assertions.assertThatThrownBy(() -> suiteOf(port, "TLS_AES_128_GCM_SHA256"))
          .isInstanceOf(SSLException.class);
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(ready).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String suite(int port, String protocol) throws IOException {
    try (SSLSocket socket = connect(port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  private static String suiteOf(int port, String offered) throws IOException {
    try (SSLSocket socket = connect(port)) {
      socket.setEnabledCipherSuites(new String[] {offered});
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  private static SSLSocket connect(int port) throws IOException {
    return (SSLSocket)
        TestCertificate.get().context().getSocketFactory().createSocket("127.0.0.1", port);
  }
}
