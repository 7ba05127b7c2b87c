package io.sallyport.tests.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.demo.Port;
import io.sallyport.demo.RunningDemo;
import java.util.ArrayList;
import java.util.List;

/** What a listener accepts and refuses of what clients offer in TLS, by the system's openssl. */
public final class TlsOffers {
  private static final List<List<String>> REFUSED =
      List.of(
          List.of("-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256"),
          List.of("-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"),
          List.of("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"),
          List.of("-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384"),
          List.of("-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"),
          List.of("-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"),
          List.of("-tls1", "-cipher", "DEFAULT@SECLEVEL=0"));

  private TlsOffers() {}

  /** Fails unless it speaks TLS 1.3 and 1.2 with AES-256-GCM, and nothing else. */
  public static void requireStrongOnly(RunningDemo demo, Port port) throws Exception {
    assertThat(handshake(demo, port, List.of("-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384")))
        .contains("Cipher is TLS_AES_256_GCM_SHA384");
    assertThat(
            handshake(demo, port, List.of("-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384")))
        .contains("Cipher is ECDHE-ECDSA-AES256-GCM-SHA384");
    for (List<String> offer : REFUSED) {
      assertThat(handshake(demo, port, offer)).as(port + " " + offer).contains("Cipher is (NONE)");
    }
  }

  private static String handshake(RunningDemo demo, Port port, List<String> offer)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "s_client", "-connect", "127.0.0.1:" + demo.settings().port(port)));
    if (port == Port.DATABASE) {
      command.addAll(List.of("-starttls", "postgres"));
    }
    command.addAll(offer);
    return Command.tryToRun("", command.toArray(String[]::new)).output();
  }
}
