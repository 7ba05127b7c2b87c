package io.sallyport.api.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** What may be forwarded: nothing but what {@code allow-list.json} names. */
@ApplicationScoped
public class AllowList {
  private final Map<String, Map<String, AllowedOperation>> services = new TreeMap<>();

  /** Reads the list that is part of this release. */
  public AllowList() {
    try (InputStream in = AllowList.class.getResourceAsStream("allow-list.json");
        JsonReader reader = Json.createReader(in)) {
      for (JsonObject service :
          reader.readObject().getJsonArray("services").getValuesAs(JsonObject.class)) {
        services.put(service.getString("name"), operations(service));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, AllowedOperation> operations(JsonObject service) {
    Map<String, AllowedOperation> operations = new TreeMap<>();
    JsonArray listed = service.getJsonArray("operations");
    for (JsonObject operation : listed.getValuesAs(JsonObject.class)) {
      operations.put(
          operation.getString("name"),
          new AllowedOperation(
              service.getString("name"),
              service.getString("client"),
              operation.getString("name"),
              operation.getJsonArray("actions").getValuesAs(JsonString::getString)));
    }
    return operations;
  }

  /**
   * The operation of these names, exactly as AWS spells them.
   *
   * @throws ProblemException {@code SP-SERVICE-UNKNOWN} or {@code SP-OPERATION-UNKNOWN}, naming
   *     what there is
   */
  public AllowedOperation find(String service, String operation) {
    Map<String, AllowedOperation> operations = services.get(service == null ? "" : service);
    if (operations == null) {
      throw ProblemException.in(
          ErrorCode.SERVICE_UNKNOWN, "service", "Allowed are " + services.keySet() + ".");
    }
    AllowedOperation found = operations.get(operation == null ? "" : operation);
    if (found == null) {
      throw ProblemException.in(
          ErrorCode.OPERATION_UNKNOWN,
          "operation",
          "Allowed for " + service + " are " + operations.keySet() + ".");
    }
    return found;
  }
}
