package io.sallyport.sandbox.aws;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import io.sallyport.sandbox.wire.UrlText;
import io.sallyport.sandbox.wire.WireRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a request asks for: which protocol it is in shows from its path, target or signature. */
sealed interface Asked {
  /** The service as far as the request itself names it; its signature has the last word. */
  AwsService service();

  /** The operation's name; empty where the request names none. */
  String action();

  /** The API version that was asked for; empty where the protocol has none. */
  String version();

  /**
   * What it is asked with.
   *
   * @throws AwsFault when the body cannot be read
   */
  Parameters parameters();

  /** How what was asked in that way is answered. */
  default Dialect dialect(AwsService service) {
    return service.dialect();
  }

  static Asked of(WireRequest request) {
    if (isFor("s3", request)) {
      return InRest.of(request);
    }
    if (isFor("eks", request)) {
      return InRestJson.of(request);
    }
    if (request.rawPath().startsWith(InCbor.PATH)) {
      return InCbor.of(request);
    }
    Optional<String> target = request.header("x-amz-target");
    return target.isPresent() ? InJson.of(target.get(), request) : InQuery.of(request);
  }

  /** Whether it is for a service whose requests have paths. */
  static boolean hasPath(WireRequest request) {
    return isFor("s3", request)
        || isFor("eks", request)
        || request.rawPath().startsWith(InCbor.PATH);
  }

  /** Whether its signature is for that service; some have no other mark. */
  private static boolean isFor(String service, WireRequest request) {
    return request
        .header("authorization")
        .filter(header -> header.contains("/" + service + "/aws4_request"))
        .isPresent();
  }

  /** In EKS's protocol. */
  record InRestJson(String action, Parameters parameters) implements Asked {
    static InRestJson of(WireRequest request) {
      Map<String, String> values =
          new LinkedHashMap<>(Parameters.of(request.rawQuery(), "").values());
      String[] parts = request.rawPath().substring(1).split("/");
      if (parts.length > 1) {
        values.put("name", UrlText.decode(parts[1]));
      }
      if (parts.length > 3) {
        values.put("nodegroupName", UrlText.decode(parts[3]));
      }
      return new InRestJson(action(request.method(), parts), new Parameters(values));
    }

    private static String action(String method, String[] parts) {
      boolean groups = parts.length > 2 && parts[2].equals("node-groups");
      if (!method.equals("GET") || !parts[0].equals("clusters") || (parts.length > 2 && !groups)) {
        return method;
      }
      return switch (parts.length) {
        case 1 -> "ListClusters";
        case 2 -> "DescribeCluster";
        case 3 -> "ListNodegroups";
        default -> "DescribeNodegroup";
      };
    }

    @Override
    public AwsService service() {
      return AwsService.EKS;
    }

    @Override
    public String version() {
      return "";
    }
  }

  /** In Smithy RPC v2 CBOR, where the path names the operation. */
  record InCbor(AwsService service, String action, byte[] body) implements Asked {
    static final String PATH = "/service/";
    private static final CBORMapper MAPPER = new CBORMapper();

    static InCbor of(WireRequest request) {
      String[] parts = request.rawPath().substring(PATH.length()).split("/");
      return new InCbor(
          AwsService.ofTarget(parts[0]).orElse(AwsService.MONITORING),
          parts.length < 3 ? "" : parts[2],
          request.body());
    }

    @Override
    public String version() {
      return "";
    }

    @Override
    public Dialect dialect(AwsService service) {
      return new CborDialect(service.dialect());
    }

    @Override
    public Parameters parameters() {
      try {
        return Parameters.of(MAPPER.readTree(body)).orElseThrow(Asked::unreadable);
      } catch (IOException e) {
        throw unreadable();
      }
    }
  }

  private static AwsFault unreadable() {
    return new AwsFault(400, "SerializationException", "The body is not what this protocol reads.");
  }

  /** In S3's protocol, where method, path and query say what is wanted. */
  record InRest(String action, Parameters parameters) implements Asked {
    static InRest of(WireRequest request) {
      Map<String, String> values =
          new LinkedHashMap<>(Parameters.of(request.rawQuery(), "").values());
      String[] parts = request.rawPath().substring(1).split("/", 2);
      String bucket = UrlText.decode(parts[0]);
      String key = parts.length < 2 ? "" : UrlText.decode(parts[1]);
      if (!bucket.isEmpty()) {
        values.put("Bucket", bucket);
      }
      if (!key.isEmpty()) {
        values.put("Key", key);
      }
      request.header("range").ifPresent(range -> values.put("Range", range));
      return new InRest(action(request.method(), bucket, key, values), new Parameters(values));
    }

    private static String action(
        String method, String bucket, String key, Map<String, String> values) {
      if (method.equals("HEAD") && !key.isEmpty()) {
        return "HeadObject";
      }
      if (!method.equals("GET")) {
        return method;
      }
      if (!key.isEmpty()) {
        return "GetObject";
      }
      return bucket.isEmpty()
          ? "ListBuckets"
          : "2".equals(values.get("list-type")) ? "ListObjectsV2" : "ListObjects";
    }

    @Override
    public AwsService service() {
      return AwsService.S3;
    }

    @Override
    public String version() {
      return "";
    }
  }

  /** In the query protocols. */
  record InQuery(Parameters parameters) implements Asked {
    static InQuery of(WireRequest request) {
      return new InQuery(
          Parameters.of(request.rawQuery(), isForm(request) ? request.bodyText() : ""));
    }

    @Override
    public AwsService service() {
      return AwsService.ofVersion(version());
    }

    @Override
    public String action() {
      return parameters.optional("Action").orElse("");
    }

    @Override
    public String version() {
      return parameters.optional("Version").orElse("");
    }

    private static boolean isForm(WireRequest request) {
      return request
          .header("content-type")
          .map(type -> type.startsWith("application/x-www-form-urlencoded"))
          .orElse(false);
    }
  }

  /** In the JSON protocol, where {@code X-Amz-Target} is {@code service.operation}. */
  record InJson(AwsService service, String action, String body) implements Asked {
    static InJson of(String target, WireRequest request) {
      int dot = target.lastIndexOf('.');
      Optional<AwsService> named =
          dot < 0 ? Optional.empty() : AwsService.ofTarget(target.substring(0, dot));
      String action = named.isPresent() ? target.substring(dot + 1) : "";
      return new InJson(named.orElse(AwsService.KMS), action, request.bodyText());
    }

    @Override
    public Dialect dialect(AwsService service) {
      return service.dialect() instanceof QueryDialect
          ? new JsonDialect("InternalServiceFault")
          : service.dialect();
    }

    @Override
    public String version() {
      return "";
    }

    @Override
    public Parameters parameters() {
      return Parameters.ofJson(body).orElseThrow(Asked::unreadable);
    }
  }
}
