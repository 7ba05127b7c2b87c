package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import io.sallyport.sandbox.wire.UrlText;
import io.sallyport.sandbox.wire.WireRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a request asks for: which protocol it is in shows from its {@code X-Amz-Target}. */
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

  static Asked of(WireRequest request) {
    if (isS3(request)) {
      return InRest.of(request);
    }
    Optional<String> target = request.header("x-amz-target");
    return target.isPresent() ? InJson.of(target.get(), request) : InQuery.of(request);
  }

  /** Whether its signature is for S3, whose requests have no other mark. */
  static boolean isS3(WireRequest request) {
    return request
        .header("authorization")
        .filter(header -> header.contains("/s3/aws4_request"))
        .isPresent();
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
    public String version() {
      return "";
    }

    @Override
    public Parameters parameters() {
      return Parameters.ofJson(body)
          .orElseThrow(
              () ->
                  new AwsFault(
                      400, "SerializationException", "The body is not what this protocol reads."));
    }
  }
}
