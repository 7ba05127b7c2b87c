package io.sallyport.web.sso;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import io.sallyport.web.outbound.OutboundHttps;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;

/** How the SDK's requests leave the node: under the guard for addresses that customers name. */
@ApplicationScoped
public class ProviderTransport implements HTTPRequestSender, ResourceRetriever {
  @Inject private OutboundHttps https;

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    OutboundHttps.Answer answer =
        https.exchange(
            request.getMethod().name(),
            request.getURI(),
            request.getHeaderMap(),
            request.getBody());
    HTTPResponse response = new HTTPResponse(answer.status());
    try {
      if (answer.type() != null) {
        response.setContentType(answer.type());
      }
    } catch (ParseException e) {
      throw new IOException("The answer's content type cannot be read", e);
    }
    response.setBody(answer.body());
    return response;
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    try {
      OutboundHttps.Answer answer = https.document(url.toURI());
      return new Resource(answer.body(), answer.type());
    } catch (URISyntaxException e) {
      throw new IOException("The address of the keys cannot be read", e);
    }
  }

  /** Whether {@code address} is one that browsers may be sent to. */
  static boolean isHttps(URI address) {
    return address != null && "https".equals(address.getScheme()) && address.getHost() != null;
  }
}
