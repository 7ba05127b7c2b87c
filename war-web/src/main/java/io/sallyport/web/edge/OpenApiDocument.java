package io.sallyport.web.edge;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;

/** The API's own description (OpenAPI), which the build makes of the operations themselves. */
@Path("openapi.json")
@RequestScoped
@PermitAll
@SecurityRequirements
public class OpenApiDocument {
  private static final String MADE_BY_THE_BUILD = "/openapi/openapi.json";

  /** The document: 200. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "This document")
  public String get() {
    try (InputStream in = OpenApiDocument.class.getResourceAsStream(MADE_BY_THE_BUILD)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
