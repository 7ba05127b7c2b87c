package io.sallyport.contract.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What may be forwarded: nothing but what {@code allow-list.properties} names. The same list cuts
 * each session policy and makes the permission policy that customers copy.
 */
public final class AllowList {
  private static final String CLIENT = "client.";

  private final Map<String, Map<String, AllowedOperation>> services = new TreeMap<>();

  private AllowList(Properties lines) {
    for (String name : lines.stringPropertyNames()) {
      if (!name.startsWith(CLIENT)) {
        AllowedOperation operation = operation(name, lines);
        services
            .computeIfAbsent(operation.service(), service -> new TreeMap<>())
            .put(operation.name(), operation);
      }
    }
  }

  private static AllowedOperation operation(String name, Properties lines) {
    int dot = name.indexOf('.');
    String service = name.substring(0, dot);
    String client = lines.getProperty(CLIENT + service);
    if (client == null) {
      throw new IllegalStateException("allow-list.properties names no client." + service);
    }
    return new AllowedOperation(
        service,
        client,
        name.substring(dot + 1),
        List.of(lines.getProperty(name).strip().split("\\s*,\\s*")));
  }

  /** The list that is part of this release. */
  public static AllowList ofThisRelease() {
    Properties lines = new Properties();
    try (InputStream in = AllowList.class.getResourceAsStream("allow-list.properties")) {
      lines.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AllowList(lines);
  }

  /** Every IAM action that some allowed operation needs, sorted. */
  public SortedSet<String> actions() {
    SortedSet<String> actions = new TreeSet<>();
    services
        .values()
        .forEach(operations -> operations.values().forEach(each -> actions.addAll(each.actions())));
    return actions;
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
