package io.sallyport.api.wire;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.AllowedService;
import io.sallyport.contract.request.AllowedService.Protocol;
import io.sallyport.contract.request.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.http.NameValuePair;
import org.apache.http.client.utils.URLEncodedUtils;

/**
 * Which allowed operation a request asks for, by the protocol of its service: the query protocols,
 * where a parameter names it, JSON, where a header does, CBOR, where the path does, or REST, where
 * method and path do. Whatever could be read in two ways is refused, since AWS might read it in the
 * other one.
 *
 * @param operation what it is
 * @param write whether it changes something, as it is asked
 * @param dry whether AWS is only asked whether it would do it
 * @param parameters what names what it touches, by the SDK's names: of a REST protocol those in the
 *     path, of the query protocols all
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS query protocol</a>
 */
public record WantedOperation(
    AllowedOperation operation, boolean write, boolean dry, Map<String, ?> parameters) {
  private static final String TARGET = "x-amz-target";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Pattern ELEMENT = Pattern.compile("^([A-Za-z]+)\\.[0-9]+$");

  /**
   * What tools leave as it is, and what they write the rest with. Not a semicolon: some take it for
   * the end of a parameter, and AWS does not; nor spaces, which some leave out.
   */
  private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9._~%+*=&/:,@!'()$-]*");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,64}");
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern ACTION = Pattern.compile("&Action=(?<operation>[A-Za-z0-9]{1,64})");

  private static final Pattern CBOR_PATH =
      Pattern.compile("/service/[A-Za-z0-9]+/operation/(?<operation>[A-Za-z0-9]+)");

  /**
   * Finds it.
   *
   * @throws ProblemException {@code SP-SERVICE-UNKNOWN}, {@code SP-OPERATION-UNKNOWN} or {@code
   *     SP-REQUEST-MALFORMED}
   */
  public static WantedOperation of(AllowList allowList, WireRequest request) {
    AllowedService service = allowList.signedFor(request.service());
    String path = request.path();
    byte[] body = Base64.getDecoder().decode(request.body());
    if (service.rest().isPresent()) {
      require(body.length == 0);
      AllowedOperation operation =
          allowList.find(service.name(), request.method(), path, parameters(request.query()));
      return asked(operation, /* dry= */ false, operation.inPath(path));
    }
    Optional<String> target =
        request.headers().getOrDefault(TARGET, List.of()).stream().reduce((one, other) -> "");
    Protocol protocol = Protocol.spoken(path, target.isPresent());
    require(service.protocols().contains(protocol));
    if (protocol == Protocol.QUERY) {
      return ofQuery(allowList, request, service, body);
    }
    require(request.method().equals("POST") && request.query().isEmpty() && !isForm(request));
    if (protocol == Protocol.CBOR) {
      Matcher inPath = CBOR_PATH.matcher(path);
      require(inPath.matches() && target.isEmpty());
      return asked(allowList.find(service.name(), inPath.group("operation")));
    }
    require(path.equals("/"));
    String named = target.get();
    return asked(allowList.find(service.name(), named.substring(named.lastIndexOf('.') + 1)));
  }

  /**
   * What somebody seems to ask for who is refused, for the trail: {@code service} and {@code
   * operation}, each where it is a name; of a REST protocol the method stands for the operation.
   */
  public static Map<String, String> attempted(WireRequest request) {
    Map<String, String> attempted = new HashMap<>();
    String body = new String(Base64.getDecoder().decode(request.body()), StandardCharsets.UTF_8);
    String target = String.join("", request.headers().getOrDefault(TARGET, List.of()));
    Matcher action = ACTION.matcher("&" + request.query() + "&" + body);
    Matcher inPath = CBOR_PATH.matcher(request.path());
    String operation = request.method();
    if (!target.isEmpty()) {
      operation = target.substring(target.lastIndexOf('.') + 1);
    } else if (inPath.matches()) {
      operation = inPath.group("operation");
    } else if (action.find()) {
      operation = action.group("operation");
    }
    if (NAME.matcher(operation).matches()) {
      attempted.put("operation", operation);
    }
    if (SERVICE.matcher(request.service()).matches()) {
      attempted.put("service", request.service());
    }
    return attempted;
  }

  private static WantedOperation asked(AllowedOperation operation) {
    return asked(operation, /* dry= */ false, Map.of());
  }

  private static WantedOperation asked(
      AllowedOperation operation, boolean dry, Map<String, ?> parameters) {
    // Our own word for a look: AWS has no such operation.
    require(!operation.isWait());
    operation.requireAgreeable(parameters);
    return new WantedOperation(operation, operation.write().isPresent() && !dry, dry, parameters);
  }

  private static WantedOperation ofQuery(
      AllowList allowList, WireRequest request, AllowedService service, byte[] body) {
    require(request.path().equals("/"));
    Map<String, List<String>> query = parameters(request.query());
    if (body.length > 0) {
      require(request.query().isEmpty() && isForm(request));
      query = parameters(new String(body, StandardCharsets.UTF_8));
    }
    require(query.values().stream().allMatch(values -> values.size() == 1));
    return asked(
        allowList.find(service.name(), query.getOrDefault("Action", List.of("")).get(0)),
        List.of("true").equals(query.get("DryRun")),
        named(query));
  }

  /** By the SDK's names: a list's {@code InstanceId.1} is one of {@code InstanceIds}. */
  private static Map<String, List<String>> named(Map<String, List<String>> query) {
    Map<String, List<String>> named = new HashMap<>();
    query.forEach(
        (name, values) ->
            named
                .computeIfAbsent(
                    ELEMENT.matcher(name).replaceFirst("$1s"), any -> new ArrayList<>())
                .addAll(values));
    return named;
  }

  private static boolean isForm(WireRequest request) {
    List<String> types = request.headers().getOrDefault("content-type", List.of());
    require(types.size() <= 1);
    return types.stream().anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith(FORM));
  }

  private static Map<String, List<String>> parameters(String encoded) {
    require(ENCODED.matcher(encoded).matches());
    Map<String, List<String>> parameters = new HashMap<>();
    for (NameValuePair each : URLEncodedUtils.parse(encoded, StandardCharsets.UTF_8)) {
      parameters
          .computeIfAbsent(each.getName(), name -> new ArrayList<>())
          .add(each.getValue() == null ? "" : each.getValue());
    }
    return parameters;
  }

  private static void require(boolean rule) {
    if (!rule) {
      throw new ProblemException(ErrorCode.REQUEST_MALFORMED);
    }
  }
}
