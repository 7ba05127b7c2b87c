package io.sallyport.contract.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.AllowedService.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
  private static final String BEYOND = "beyond.";
  private static final String PROTOCOL = "protocol.";
  private static final String TARGET = "target.";
  private static final String WIRE = "wire.";
  private static final String HOME = "home.";
  private static final String ROUTE = "route.";
  private static final String STREAM = "stream.";
  private static final String RESOURCE = "resource.";
  private static final String ANYWHERE = "anywhere.";
  private static final String NEVER = "never.";
  private static final String WITHIN = "within.";
  private static final String AGAIN = "again";
  private static final List<String> OTHER_LINES =
      List.of(
          CLIENT,
          TARGET,
          WIRE,
          HOME,
          TOKEN,
          CAPABILITY,
          CONDITION,
          WRITE,
          REHEARSAL,
          BEYOND,
          PROTOCOL,
          ROUTE,
          STREAM,
          RESOURCE,
          ANYWHERE,
          NEVER,
          WITHIN);

  /** What names something that does not exist may be answered without a yes or no. */
  private static final Comparator<AllowedOperation> TELLING =
      Comparator.comparing((AllowedOperation operation) -> operation.write().isEmpty())
          .thenComparing(operation -> operation.capabilities().size())
          .thenComparing(operation -> operation.rehearsal().isPresent());

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
    return new AllowedOperation(
        service(
            name.substring(0, dot),
            // Of some operations it is another one than of the rest of their service.
            lines.getProperty(TOKEN + name, lines.getProperty(TOKEN + name.substring(0, dot))),
            lines),
        name.substring(dot + 1),
        elements(lines.getProperty(name)).stream().map(each -> permission(each, lines)).toList(),
        capabilities(name, lines),
        Optional.ofNullable(lines.getProperty(WRITE + name)).map(AllowList::write),
        Optional.ofNullable(lines.getProperty(ROUTE + name)).map(AllowList::route),
        lines.getProperty(STREAM + name) != null,
        words(lines.getProperty(RESOURCE + name, "")).stream().map(ResourcePattern::new).toList(),
        lines.getProperty(ANYWHERE + name) != null,
        Optional.ofNullable(lines.getProperty(REHEARSAL + name)),
        Optional.ofNullable(lines.getProperty(BEYOND + name)),
        Optional.ofNullable(lines.getProperty(NEVER + name)).map(AllowList::never));
  }

  private static Never never(String line) {
    List<String> words = words(line);
    return new Never(words.get(0), words.get(1));
  }

  private static AllowedService service(String name, String token, Properties lines) {
    List<String> wire = words(lines.getProperty(WIRE + name, name + " " + name));
    return new AllowedService(
        name,
        Optional.ofNullable(lines.getProperty(CLIENT + name)),
        Optional.ofNullable(lines.getProperty(TARGET + name)),
        wire.get(0),
        wire.get(1),
        words(lines.getProperty(HOME + name, "")),
        words(lines.getProperty(PROTOCOL + name, "query")).stream()
            .map(each -> Protocol.valueOf(each.toUpperCase(Locale.ROOT).replace('-', '_')))
            .collect(Collectors.toSet()),
        Optional.ofNullable(token).map(AllowList::pageToken));
  }

  private static List<String> words(String line) {
    return line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
  }

  private static PageToken pageToken(String line) {
    List<String> names = words(line);
    return new PageToken(names.get(0), names.get(names.size() - 1));
  }

  private static Write write(String token) {
    return new Write(Optional.of(token.strip()).filter(each -> !each.equals(AGAIN)));
  }

  private static Route route(String line) {
    List<String> parts = words(line);
    Map<String, String> must = new HashMap<>();
    Set<String> may = new HashSet<>();
    for (String parameter : parts.subList(2, parts.size())) {
      int equals = parameter.indexOf('=');
      if (equals < 0) {
        may.add(parameter);
      } else {
        must.put(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
    }
    return new Route(parts.get(0), Pattern.compile(parts.get(1)), must, may);
  }

  private static Permission permission(String action, Properties lines) {
    String name = action.replace(':', '.');
    return new Permission(
        action,
        new Permission.Terms(
            Optional.ofNullable(lines.getProperty(CONDITION + name)).map(AllowList::condition),
            Optional.ofNullable(lines.getProperty(WITHIN + name)).map(ResourcePattern::new)));
  }

  private static Permission.Condition condition(String line) {
    List<String> words = words(line);
    return new Permission.Condition(words.get(0), words.get(1), words.get(2));
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

  /**
   * Of each capability that was not agreed, one operation that can be rehearsed and needs something
   * which was not agreed either: rather one that changes something, and one that is no other's.
   */
  public List<AllowedOperation> beyond(Set<Capability> agreed, Predicate<AllowedOperation> fits) {
    Set<Permission> good = Set.copyOf(permissions(agreed));
    return Arrays.stream(Capability.values())
        .filter(capability -> !agreed.contains(capability))
        .flatMap(
            capability ->
                operations(Set.of(capability)).stream()
                    .filter(operation -> operation.capabilities().contains(capability))
                    .filter(operation -> !good.containsAll(operation.permissions()))
                    .filter(fits)
                    .min(TELLING)
                    .stream())
        .distinct()
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

  /**
   * The service whose requests are signed for that name.
   *
   * @throws ProblemException {@code SP-SERVICE-UNKNOWN}, naming those there are
   */
  public AllowedService signedFor(String name) {
    return findSignedFor(name).orElseThrow(this::unknownService);
  }

  /** The same; empty where there is none. */
  public Optional<AllowedService> findSignedFor(String name) {
    return services.values().stream()
        .map(operations -> operations.values().iterator().next().at())
        .filter(service -> service.signingName().equals(name))
        .findFirst();
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
      throw unknownService();
    }
    return operations;
  }

  private ProblemException unknownService() {
    return ProblemException.in(
        ErrorCode.SERVICE_UNKNOWN, "service", "Allowed are " + services.keySet() + ".");
  }

  private ProblemException unknown(String service) {
    return ProblemException.in(
        ErrorCode.OPERATION_UNKNOWN,
        "operation",
        "Allowed for " + service + " are " + services.get(service).keySet() + ".");
  }
}
