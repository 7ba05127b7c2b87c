package io.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.web.token.Scope;
import jakarta.annotation.security.PermitAll;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the build wrote about the API is what the API is. */
class ApiDescriptionTest {
  private static final String BASE = "/api/v1/";

  private final JsonObject document = document();
  private final TreeMap<String, Method> operations = operations();

  @Test
  void everyOperationIsDescribedAndNoOther() {
    Set<String> described = new TreeSet<>();
    document
        .getJsonObject("paths")
        .forEach(
            (path, item) ->
                item.asJsonObject().keySet().forEach(verb -> described.add(verb + " " + path)));
    assertThat(described).isEqualTo(operations.keySet());
    assertThat(described).hasSizeGreaterThan(20);
  }

  @Test
  void everyOperationSaysWhomItIsForAndProgramsFindTheScopeThatIsChecked() {
    operations.forEach(
        (name, method) -> {
          JsonObject operation = described(name);
          String whom = operation.getString("description");
          Scope scope = method.getAnnotation(Scope.class);
          if (scope != null) {
            assertThat(whom)
                .as(name)
                .contains("programs with the scope " + scope.value().code() + ",");
            assertThat(operation.getJsonArray("security").toString())
                .as(name)
                .contains("{\"program\":[\"" + scope.value().code() + "\"]}");
            assertThat(operation.getString("summary")).as(name).isNotBlank();
          } else if (isForEverybody(method)) {
            assertThat(operation.getJsonArray("security"))
                .as(name)
                .isEqualTo(JsonArray.EMPTY_JSON_ARRAY);
            assertThat(whom).as(name).isEqualTo("For everybody.");
          } else {
            assertThat(operation.containsKey("security")).as(name).isFalse();
            assertThat(whom).as(name).isEqualTo("For signed-in people.");
          }
        });
  }

  @Test
  void everyOperationTellsWhatAProblemLooksLike() {
    operations
        .keySet()
        .forEach(
            name ->
                assertThat(described(name).getJsonObject("responses").get("default").toString())
                    .as(name)
                    .contains("application/problem+json", "#/components/schemas/Problem"));
    assertThat(
            document
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Problem")
                .getJsonObject("properties")
                .keySet())
        .contains("code", "title", "status", "detail");
  }

  private JsonObject described(String name) {
    String[] parts = name.split(" ");
    return document.getJsonObject("paths").getJsonObject(parts[1]).getJsonObject(parts[0]);
  }

  private static boolean isForEverybody(Method method) {
    return method.getDeclaringClass().isAnnotationPresent(PermitAll.class);
  }

  private static TreeMap<String, Method> operations() {
    TreeMap<String, Method> operations = new TreeMap<>();
    for (Class<?> resource : new PortalApi().getClasses()) {
      if (resource.isAnnotationPresent(Path.class)) {
        for (Method method : resource.getMethods()) {
          verb(method).forEach(verb -> operations.put(verb + " " + path(resource, method), method));
        }
      }
    }
    return operations;
  }

  private static List<String> verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .filter(type -> type.isAnnotationPresent(HttpMethod.class))
        .map(type -> type.getAnnotation(HttpMethod.class).value().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String path(Class<?> resource, Method method) {
    String own =
        method.isAnnotationPresent(Path.class) ? method.getAnnotation(Path.class).value() : "";
    String path = BASE + resource.getAnnotation(Path.class).value() + "/" + own;
    return path.replaceAll("/+", "/").replaceAll("/$", "");
  }

  private static JsonObject document() {
    try (InputStream in = ApiDescriptionTest.class.getResourceAsStream("/openapi/openapi.json");
        JsonReader reader = Json.createReader(in)) {
      return reader.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
