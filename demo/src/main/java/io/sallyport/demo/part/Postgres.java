package io.sallyport.demo.part;

import io.sallyport.demo.DemoSettings;
import io.sallyport.demo.Port;
import io.sallyport.demo.StartRefused;
import io.sallyport.demo.keys.DevelopmentKeys;
import io.sallyport.sql.Migration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL that admits TLS connections with client certificates only: whose CN is the
 * account. There is no password, and no other way in.
 */
public final class Postgres implements Part {
  private static final String DATABASE = "sallyport";

  private final DemoSettings settings;
  private final DevelopmentKeys keys;
  private EmbeddedPostgres server;

  public Postgres(DemoSettings settings, DevelopmentKeys keys) {
    this.settings = settings;
    this.keys = keys;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public void start() throws IOException, InterruptedException {
    Path folder = settings.state().resolve("database");
    Files.createDirectories(folder);
    Path admission = folder.resolve("pg_hba.conf");
    Files.writeString(admission, "hostssl all all 127.0.0.1/32 cert\n");
    Path log = settings.state().resolve("logs/database.log");
    Files.createDirectories(log.getParent());
    try {
      server = builder(folder, admission, log).start();
    } catch (IOException e) {
      throw new StartRefused("PostgreSQL did not start." + Log.endOf(log), e);
    }
    try {
      createDatabase();
      Migration.createAccounts(as("postgres"));
      Migration.migrate(as("sallyport_owner"));
    } catch (SQLException | FlywayException e) {
      throw new StartRefused("The database could not be prepared: " + e.getMessage(), e);
    }
  }

  private EmbeddedPostgres.Builder builder(Path folder, Path admission, Path log) {
    Path own = keys.of("database");
    return EmbeddedPostgres.builder()
        .setPort(settings.port(Port.DATABASE))
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
        .setPGStartupWait(Duration.ofSeconds(30))
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("ssl", "on")
        .setServerConfig("ssl_cert_file", own.resolve("server.crt.pem").toString())
        .setServerConfig("ssl_key_file", own.resolve("server.key.pem").toString())
        .setServerConfig("ssl_ca_file", own.resolve("db-ca.crt.pem").toString())
        .setServerConfig("ssl_min_protocol_version", "TLSv1.2")
        .setServerConfig("ssl_ciphers", "ECDHE-ECDSA-AES256-GCM-SHA384")
        .setServerConfig("ssl_tls13_ciphers", "TLS_AES_256_GCM_SHA384")
        .setServerConfig("ssl_groups", "secp384r1")
        .setServerConfig("hba_file", admission.toString())
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setConnectConfig("ssl", "true")
        .setConnectConfig("sslmode", "verify-full")
        .setConnectConfig("sslrootcert", own.resolve("db-ca.crt.pem").toString())
        .setConnectConfig("sslcert", own.resolve("postgres.crt.pem").toString())
        .setConnectConfig("sslkey", own.resolve("postgres.pk8").toString())
        .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  private void createDatabase() throws SQLException {
    try (Connection connection = source("postgres", "postgres").getConnection();
        Statement statement = connection.createStatement()) {
      boolean missing;
      try (ResultSet found =
          statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'")) {
        missing = !found.next();
      }
      if (missing) {
        statement.execute("create database " + DATABASE);
      }
    }
  }

  /** Connects as {@code account}, with the certificate that stands for it. */
  public DataSource as(String account) {
    return source(DATABASE, account);
  }

  private DataSource source(String database, String account) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"localhost"});
    source.setPortNumbers(new int[] {settings.port(Port.DATABASE)});
    source.setDatabaseName(database);
    source.setUser(account);
    source.setSslMode("verify-full");
    source.setSslRootCert(keys.of("database").resolve("db-ca.crt.pem").toString());
    Path folder =
        switch (account) {
          case "postgres" -> keys.of("database");
          case "sallyport_owner" -> keys.of("owner");
          case "sallyport_web" -> keys.of("web-node");
          case "sallyport_decrypt" -> keys.of("decrypt-node");
          default -> throw new IllegalArgumentException("no certificate for " + account);
        };
    String file = account.equals("postgres") ? account : "db";
    source.setSslCert(folder.resolve(file + ".crt.pem").toString());
    source.setSslKey(folder.resolve(file + ".pk8").toString());
    return source;
  }

  @Override
  public long pid() {
    return pidIn(settings.state());
  }

  /** The process that serves the data in {@code state}, or -1. */
  static long pidIn(Path state) {
    Path file = state.resolve("database/data/postmaster.pid");
    try {
      return Files.exists(file) ? Long.parseLong(Files.readAllLines(file).get(0).strip()) : -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  @Override
  public void close() {
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        server = null;
      }
    }
  }
}
