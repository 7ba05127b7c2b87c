package io.sallyport.api.wire;

import io.sallyport.contract.request.WireRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.http.NameValuePair;
import org.apache.http.client.utils.URLEncodedUtils;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/** A tool's request in the SDK's form: what stands in it, and nothing else. */
public final class WireForm {
  private WireForm() {}

  /**
   * The request for a place.
   *
   * @param to scheme, host and port
   * @throws IllegalArgumentException for what is no request
   */
  public static SdkHttpFullRequest of(WireRequest request, URI to) {
    byte[] body = Base64.getDecoder().decode(request.body());
    // Piece by piece: a path that begins with two slashes must not become a host.
    SdkHttpFullRequest.Builder copy =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method()))
            .uri(to)
            .encodedPath(request.path());
    for (NameValuePair each : URLEncodedUtils.parse(request.query(), StandardCharsets.UTF_8)) {
      copy.appendRawQueryParameter(each.getName(), each.getValue() == null ? "" : each.getValue());
    }
    if (body.length > 0) {
      copy.contentStreamProvider(() -> new ByteArrayInputStream(body));
    }
    request.headers().forEach(copy::putHeader);
    return copy.build();
  }
}
