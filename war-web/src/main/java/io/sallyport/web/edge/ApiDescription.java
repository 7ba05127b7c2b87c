package io.sallyport.web.edge;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

/**
 * Completes the API's description while it is built: every operation says whom it is for, and what
 * an answer looks like that is none. Not used on a node.
 */
public final class ApiDescription implements OASFilter {
  static final String SESSION = "session";
  static final String PROGRAM = "program";

  @Override
  public void filterOpenAPI(OpenAPI api) {
    api.getPaths()
        .getPathItems()
        .values()
        .forEach(path -> path.getOperations().values().forEach(each -> complete(each, api)));
  }

  private static void complete(Operation operation, OpenAPI api) {
    List<SecurityRequirement> security =
        operation.getSecurity() == null ? api.getSecurity() : operation.getSecurity();
    operation.setDescription(whom(security));
    APIResponses responses = operation.getResponses();
    APIResponse guessed = responses.getAPIResponse("201");
    if (guessed != null && "Created".equals(guessed.getDescription())) {
      // What returns nothing answers 204, whatever its method is.
      responses.removeAPIResponse("201");
      responses.addAPIResponse("204", guessed.description("No Content"));
    }
    responses.setDefaultValue(problem());
  }

  private static String whom(List<SecurityRequirement> security) {
    Map<String, List<String>> schemes =
        security.stream()
            .flatMap(each -> each.getSchemes().entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    if (schemes.containsKey(PROGRAM)) {
      return "For programs with the scope %s, and for signed-in people."
          .formatted(String.join(" ", schemes.get(PROGRAM)));
    }
    return schemes.containsKey(SESSION) ? "For signed-in people." : "For everybody.";
  }

  private static APIResponse problem() {
    return OASFactory.createAPIResponse()
        .description("A problem (RFC 9457); its code says which")
        .content(
            OASFactory.createContent()
                .addMediaType(
                    "application/problem+json",
                    OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"))));
  }
}
