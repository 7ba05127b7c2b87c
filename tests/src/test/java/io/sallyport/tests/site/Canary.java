package io.sallyport.tests.site;

import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/**
 * A text that nobody else uses, typed where only a decrypt node may read it, and then sought
 * wherever it must not be: in every request of the browser, every table, every log.
 */
public final class Canary {
  private final String text = "canary-" + UUID.randomUUID();
  private final List<String> requests = new ArrayList<>();

  /** Listens to everything that the page's browser sends. */
  public Canary(Page page) {
    page.context()
        .onRequest(
            request -> {
              byte[] body = request.postDataBuffer();
              requests.add(
                  request.url()
                      + "\n"
                      + request.headers()
                      + "\n"
                      + (body == null ? "" : new String(body, StandardCharsets.ISO_8859_1)));
            });
  }

  public String text() {
    return text;
  }

  /** Fails where it is found; and where nothing was looked at, because that proves nothing. */
  public void assertNowhere(RunningDemo demo) throws IOException, SQLException {
    Assertions.assertThat(requests).as("requests listened to").hasSizeGreaterThan(20);
    Assertions.assertThat(requests).noneMatch(this::isIn);
    Assertions.assertThat(tables(demo)).as("tables looked at").hasSizeGreaterThan(7);
    for (String table : tables(demo)) {
      Assertions.assertThat(content(demo, table)).as("table " + table).noneMatch(this::isIn);
    }
    List<Path> files = logs(demo);
    Assertions.assertThat(files).as("logs looked at").hasSizeGreaterThan(4);
    for (Path file : files) {
      String log = Files.readString(file, StandardCharsets.ISO_8859_1);
      Assertions.assertThat(isIn(log)).as("log " + file).isFalse();
    }
  }

  /** As it is, in base64 at each alignment, or in hexadecimal. */
  private boolean isIn(String where) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean found =
        where.contains(text)
            || where.toLowerCase(Locale.ROOT).contains(HexFormat.of().formatHex(bytes));
    for (int offset = 0; offset < 3; offset++) {
      byte[] rest = Arrays.copyOfRange(bytes, offset, offset + 30);
      found |= where.contains(Base64.getEncoder().withoutPadding().encodeToString(rest));
    }
    return found;
  }

  private static List<String> tables(RunningDemo demo) throws SQLException {
    return column(
        demo,
        "select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables where"
            + " schemaname not in ('pg_catalog', 'information_schema')");
  }

  private static List<String> content(RunningDemo demo, String table) throws SQLException {
    return column(demo, "select row_to_json(t)::text from " + table + " t");
  }

  private static List<String> column(RunningDemo demo, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = demo.database().as("postgres").getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static List<Path> logs(RunningDemo demo) throws IOException {
    try (Stream<Path> files = Files.walk(demo.settings().state())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*/logs?/.*|.*\\.log"))
          .toList();
    }
  }
}
