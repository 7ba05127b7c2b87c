package io.sallyport.contract.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What may be forwarded: nothing but what {@code allow-list.properties} names. The same list cuts
 * each session policy and makes the permission policy that customers copy.
 */
public final class AllowList {
  private static final String CLIENT = "client.";
  private static final String TOKEN = "token.";
  private static final String CAPABILITY = "capability.";
  private static final List<String> OTHER_LINES = List.of(CLIENT, TOKEN, CAPABILITY);

  private final Map<String, Map<String, AllowedOperation>> services = new TreeMap<>();

  private AllowList(Properties lines) {
    for (String name : lines.stringPropertyNames()) {
      if (OTHER_LINES.stream().noneMatch(name::startsWith)) {
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
        elements(lines.getProperty(name)),
        Optional.ofNullable(lines.getProperty(TOKEN + service)),
        capabilities(name, lines));
  }

  private static Set<Capability> capabilities(String operation, Properties lines) {
    Set<Capability> with = EnumSet.noneOf(Capability.class);
    for (Capability capability : Capability.values()) {
      String operations = lines.getProperty(CAPABILITY + capability.code());
      if (operations == null) {
        throw new IllegalStateException(
            "allow-list.properties does not say what " + capability.code() + " is");
      }
      if (elements(operations).contains(operation)) {
        with.add(capability);
      }
    }
    return with;
  }

  private static List<String> elements(String line) {
    return List.of(line.strip().split("\\s*,\\s*"));
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

  /** What a connection that was made for these may have done, by service and name. */
  public List<AllowedOperation> operations(Set<Capability> agreed) {
    return services.values().stream()
        .flatMap(operations -> operations.values().stream())
        .filter(operation -> operation.isPartOf(agreed))
        .toList();
  }

  /** Every IAM action that these need, sorted. */
  public SortedSet<String> actions(Set<Capability> agreed) {
    SortedSet<String> actions = new TreeSet<>();
    operations(agreed).forEach(each -> actions.addAll(each.actions()));
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
