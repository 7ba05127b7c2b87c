package io.sallyport.api.tool;

import io.sallyport.contract.request.SignedRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.apache.http.NameValuePair;
import org.apache.http.client.utils.URLEncodedUtils;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/** A tool's request in the SDK's form: what was signed of it, and nothing else. */
final class ToolRequest {
  /** Signers add these themselves. */
  private static final Set<String> SIGNERS_OWN =
      Set.of("host", PresentedSignature.DATE, PresentedSignature.TOKEN);

  private ToolRequest() {}

  /**
   * The request for another place.
   *
   * @param to scheme, host and port
   * @param path as it is to stand in the request line
   * @throws IllegalArgumentException for what is no request
   */
  static SdkHttpFullRequest of(
      SignedRequest request, PresentedSignature presented, URI to, String path) {
    byte[] body = Base64.getDecoder().decode(request.body());
    // Piece by piece: a path that begins with two slashes must not become a host.
    SdkHttpFullRequest.Builder copy =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method()))
            .uri(to)
            .encodedPath(path);
    for (NameValuePair each : URLEncodedUtils.parse(request.query(), StandardCharsets.UTF_8)) {
      copy.appendRawQueryParameter(each.getName(), each.getValue() == null ? "" : each.getValue());
    }
    if (body.length > 0) {
      copy.contentStreamProvider(() -> new ByteArrayInputStream(body));
    }
    presented.signedHeaders().stream()
        .filter(name -> !SIGNERS_OWN.contains(name))
        .forEach(name -> copy.putHeader(name, request.headers().get(name)));
    return copy.build();
  }
}
