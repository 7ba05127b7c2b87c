package io.sallyport.benchmarks.load;

import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.SdkHttpClient;

/** A plain reverse proxy in front of the sandbox, as the system's packages have it. */
final class Nginx implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
  private static final int ATTEMPTS = 50;
  private static final int PAUSE_MILLIS = 100;
  private static final String CONFIGURATION =
      """
      worker_processes 1;
      pid nginx.pid;
      error_log error.log;
      events {}
      http {
        access_log off;
        client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp;
        uwsgi_temp_path temp; scgi_temp_path temp;
        server {
          listen 127.0.0.1:%d ssl;
          ssl_certificate %s;
          ssl_certificate_key %s;
          ssl_protocols TLSv1.3;
          ssl_conf_command Ciphersuites TLS_AES_256_GCM_SHA384;
          location / {
            proxy_pass %s;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Connection "";
            proxy_buffering off;
            proxy_ssl_verify on;
            proxy_ssl_name localhost;
            proxy_ssl_trusted_certificate %s;
            proxy_ssl_protocols TLSv1.3;
          }
        }
      }
      """;

  private final Process process;
  private final int port;
  private final SdkHttpClient http;

  /**
   * Starts it.
   *
   * @param folder for its files
   */
  Nginx(RunningDemo demo, Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.createDirectories(folder.resolve("temp"));
    Path own = demo.keys().of("database");
    Files.writeString(
        folder.resolve("nginx.conf"),
        CONFIGURATION.formatted(
            port,
            own.resolve("server.crt.pem").toAbsolutePath(),
            own.resolve("server.key.pem").toAbsolutePath(),
            demo.facts().sandbox().endpoint(),
            demo.keys().authority().toAbsolutePath()));
    http = SampleConnection.http(own.resolve("db-ca.crt.pem"));
    process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "-p",
                folder.toAbsolutePath().toString(),
                "-c",
                "nginx.conf",
                "-g",
                "daemon off; user root;")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.log").toFile())
            .start();
    await();
  }

  /** Whether it is there to be compared with. */
  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  private void await() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    close();
    throw new IOException("nginx does not listen");
  }

  URI url() {
    return URI.create("https://localhost:" + port);
  }

  /** Trusts its certificate. */
  SdkHttpClient http() {
    return http;
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
