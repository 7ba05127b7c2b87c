package io.sallyport.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.demo.Port;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.site.Command;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import io.sallyport.tests.site.TlsOffers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every listener accepts and refuses, and who is let in where. */
@ExtendWith(Site.class)
class TlsIT {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ON_PREMISE")
  void everyListenerSpeaksTls13And12WithAes256GcmOnly(Port port, RunningDemo demo)
      throws Exception {
    TlsOffers.requireStrongOnly(demo, port);
  }

  @Test
  void theInternalEndpointAdmitsWebNodesOnly(RunningDemo demo) throws Exception {
    assertThat(internal(demo, "web-node", "/v1/requests", "{}")).startsWith("HTTP/1.1 400");
    assertThat(internal(demo, "operator", "/v1/requests", "{}")).startsWith("HTTP/1.1 401");
    assertThat(internal(demo, null, "/v1/requests", "{}")).isEmpty();
  }

  @Test
  void theInternalEndpointServesNothingElse(RunningDemo demo) throws Exception {
    for (String path : List.of("/", "/sign-in", "/portal/connections", "/api/v1/sealing-keys")) {
      assertThat(internal(demo, "web-node", path, "{}"))
          .as(path)
          .startsWith("HTTP/1.1 404")
          .doesNotContain("Sallyport");
    }
  }

  @Test
  void thePortalServesNothingOfTheInternalApi(RunningDemo demo) throws Exception {
    HttpClient http = HttpClient.newBuilder().sslContext(SandboxControl.trusting(demo)).build();
    for (String path : List.of("/v1/requests", "/v1/verifications", "/health", "/metrics")) {
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(demo.settings().portalUrl() + path))
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.discarding());
      assertThat(answer.statusCode()).as(path).isIn(403, 404, 405);
    }
  }

  @Test
  void everyAnswerOfThePortalHasTheStrictHeaders(RunningDemo demo) throws Exception {
    HttpClient http = HttpClient.newBuilder().sslContext(SandboxControl.trusting(demo)).build();
    for (String path :
        List.of("/", "/sign-in", "/portal/activity", "/nothing", "/api/v1/connections")) {
      HttpHeaders headers =
          http.send(
                  HttpRequest.newBuilder(URI.create(demo.settings().portalUrl() + path)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .headers();
      assertThat(headers.firstValue("strict-transport-security")).as(path).isPresent();
      assertThat(headers.firstValue("referrer-policy")).as(path).hasValue("no-referrer");
      assertThat(headers.firstValue("cache-control")).as(path).hasValue("no-store");
      assertThat(headers.firstValue("x-content-type-options")).as(path).hasValue("nosniff");
      assertThat(headers.firstValue("content-security-policy").orElseThrow())
          .as(path)
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("server")).as(path).isEmpty();
      assertThat(headers.firstValue("x-powered-by")).as(path).isEmpty();
    }
  }

  @Test
  void aClientThatDoesNotKnowTheDevelopmentAuthorityTrustsNothingOfIt(RunningDemo demo) {
    assertThatThrownBy(
            () ->
                HttpClient.newHttpClient()
                    .send(
                        HttpRequest.newBuilder(URI.create(demo.settings().portalUrl())).build(),
                        HttpResponse.BodyHandlers.discarding()))
        .isInstanceOf(IOException.class);
  }

  /** What the internal endpoint answers to whoever holds that certificate; empty for nothing. */
  private static String internal(RunningDemo demo, String holder, String path, String body)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-quiet",
                "-ign_eof",
                "-connect",
                "127.0.0.1:" + demo.settings().port(Port.INTERNAL)));
    if (holder != null) {
      Path folder = demo.keys().of(holder);
      assertThat(Files.exists(folder.resolve("node.crt.pem"))).isTrue();
      command.addAll(
          List.of(
              "-cert",
              folder.resolve("node.crt.pem").toString(),
              "-key",
              folder.resolve("node.key.pem").toString()));
    }
    String request =
        "POST %s HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(path, demo.settings().port(Port.INTERNAL), body.length(), body);
    String output = Command.tryToRun(request, command.toArray(String[]::new)).output();
    int begin = output.indexOf("HTTP/1.1");
    return begin < 0 ? "" : output.substring(begin);
  }
}
