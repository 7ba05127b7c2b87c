package io.sallyport.contract.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What may be forwarded: nothing but what {@code allow-list.properties} names. The same list cuts
 * each session policy and makes the permission policy that customers copy.
 */
public final class AllowList {
  private static final String CLIENT = "client.";
  private static final String TOKEN = "token.";
  private static final String CAPABILITY = "capability.";
  private static final String CONDITION = "condition.";
  private static final String WRITE = "write.";
  private static final String REHEARSAL = "rehearsal.";
  private static final String PROTOCOL = "protocol.";
  private static final String JSON = "json";
  private static final String ROUTE = "route.";
  private static final String STREAM = "stream.";
  private static final String AGAIN = "again";
  private static final List<String> OTHER_LINES =
      List.of(CLIENT, TOKEN, CAPABILITY, CONDITION, WRITE, REHEARSAL, PROTOCOL, ROUTE, STREAM);

  private final Map<String, Map<String, AllowedOperation>> services = new TreeMap<>();
  private final Set<String> inJson = new HashSet<>();

  private AllowList(Properties lines) {
    for (String name : lines.stringPropertyNames()) {
      if (name.startsWith(PROTOCOL) && lines.getProperty(name).strip().equals(JSON)) {
        inJson.add(name.substring(PROTOCOL.length()));
      }
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
        elements(lines.getProperty(name)).stream().map(each -> permission(each, lines)).toList(),
        Optional.ofNullable(lines.getProperty(TOKEN + service)).map(AllowList::pageToken),
        capabilities(name, lines),
        Optional.ofNullable(lines.getProperty(WRITE + name)).map(AllowList::write),
        Optional.ofNullable(lines.getProperty(ROUTE + name)).map(AllowList::route),
        lines.getProperty(STREAM + name) != null,
        Optional.ofNullable(lines.getProperty(REHEARSAL + name)));
  }

  private static PageToken pageToken(String line) {
    String[] names = line.strip().split("\\s+");
    return new PageToken(names[0], names[names.length - 1]);
  }

  private static Write write(String token) {
    return new Write(Optional.of(token.strip()).filter(each -> !each.equals(AGAIN)));
  }

  private static Route route(String line) {
    String[] parts = line.strip().split("\\s+");
    Map<String, String> must = new HashMap<>();
    Set<String> may = new HashSet<>();
    for (String parameter : Arrays.asList(parts).subList(2, parts.length)) {
      int equals = parameter.indexOf('=');
      if (equals < 0) {
        may.add(parameter);
      } else {
        must.put(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
    }
    return new Route(parts[0], Pattern.compile(parts[1]), must, may);
  }

  private static Permission permission(String action, Properties lines) {
    String line = lines.getProperty(CONDITION + action.replace(':', '.'));
    if (line == null) {
      return Permission.of(action);
    }
    String[] condition = line.strip().split("\\s+");
    return new Permission(
        action, Optional.of(new Permission.Condition(condition[0], condition[1], condition[2])));
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
    permissions(agreed).forEach(each -> actions.add(each.action()));
    return actions;
  }

  /** The same, with their conditions. */
  public List<Permission> permissions(Set<Capability> agreed) {
    return operations(agreed).stream()
        .flatMap(each -> each.permissions().stream())
        .distinct()
        .toList();
  }

  /**
   * The operation that a request in a REST protocol asks for.
   *
   * @param path as it stands in the request line
   * @param query parameters, decoded
   * @throws ProblemException {@code SP-SERVICE-UNKNOWN} or {@code SP-OPERATION-UNKNOWN}, naming
   *     what there is
   */
  public AllowedOperation find(
      String service, String method, String path, Map<String, List<String>> query) {
    return operations(service).values().stream()
        .filter(each -> each.route().filter(way -> way.fits(method, path, query)).isPresent())
        .findFirst()
        .orElseThrow(() -> unknown(service));
  }

  /** Whether an operation of these names is allowed and changes something. */
  public boolean isWrite(String service, String operation) {
    AllowedOperation found =
        services
            .getOrDefault(service == null ? "" : service, Map.of())
            .get(operation == null ? "" : operation);
    return found != null && found.write().isPresent();
  }

  /** Whether requests of that service name their operation in {@code X-Amz-Target}. */
  public boolean isJson(String service) {
    return inJson.contains(service);
  }

  /** Whether requests of that service are told apart by method and path. */
  public boolean isRest(String service) {
    return services.getOrDefault(service, Map.of()).values().stream()
        .anyMatch(each -> each.route().isPresent());
  }

  /**
   * The operation of these names, exactly as AWS spells them.
   *
   * @throws ProblemException {@code SP-SERVICE-UNKNOWN} or {@code SP-OPERATION-UNKNOWN}, naming
   *     what there is
   */
  public AllowedOperation find(String service, String operation) {
    AllowedOperation found = operations(service).get(operation == null ? "" : operation);
    if (found == null) {
      throw unknown(service);
    }
    return found;
  }

  private Map<String, AllowedOperation> operations(String service) {
    Map<String, AllowedOperation> operations = services.get(service == null ? "" : service);
    if (operations == null) {
      throw ProblemException.in(
          ErrorCode.SERVICE_UNKNOWN, "service", "Allowed are " + services.keySet() + ".");
    }
    return operations;
  }

  private ProblemException unknown(String service) {
    return ProblemException.in(
        ErrorCode.OPERATION_UNKNOWN,
        "operation",
        "Allowed for " + service + " are " + services.get(service).keySet() + ".");
  }
}
