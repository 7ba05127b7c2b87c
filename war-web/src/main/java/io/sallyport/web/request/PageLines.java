package io.sallyport.web.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a line of JSON for each page, at once. */
@ApplicationScoped
public class PageLines {
  private final Jsonb jsonb = JsonbBuilder.create();

  void write(OutputStream out, Object value) throws IOException {
    out.write((jsonb.toJson(value) + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
