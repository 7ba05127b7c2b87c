package io.sallyport.api.edge;

import io.sallyport.api.order.Certificates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.cert.X509Certificate;
import java.util.Set;

/**
 * Lets in whoever showed, in the TLS handshake, a certificate of the nodes' own CA that names a web
 * node or a key custodian: by the URI {@code urn:sallyport:node:web-node:NAME} or {@code
 * urn:sallyport:custodian:UUID}, which must be the only one among its subject alternative names.
 * The common name says nothing here.
 */
@ApplicationScoped
public class NodeCertificates implements HttpAuthenticationMechanism {
  /** How a custodian's principal is named, before their id. */
  public static final String CUSTODIAN_NAME = "custodian:";

  private static final String WEB_NODE = "urn:sallyport:node:web-node:";
  private static final String CUSTODIAN = "urn:sallyport:custodian:";

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    // The chain was verified in the handshake, against a trust store that holds only the nodes' CA.
    X509Certificate[] chain =
        (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
    String uri = chain == null || chain.length == 0 ? "" : Certificates.onlyUri(chain[0]);
    if (uri.startsWith(WEB_NODE)) {
      return context.notifyContainerAboutLogin(
          "node:" + uri.substring(WEB_NODE.length()), Set.of("web-node"));
    }
    if (uri.startsWith(CUSTODIAN)) {
      return context.notifyContainerAboutLogin(
          CUSTODIAN_NAME + uri.substring(CUSTODIAN.length()), Set.of("key-custodian"));
    }
    return context.responseUnauthorized();
  }
}
