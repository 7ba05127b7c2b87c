package io.sallyport.api.edge;

import io.sallyport.api.dispatch.DialEndpoint;
import io.sallyport.api.order.Certificates;
import io.sallyport.api.order.Sha256;
import io.sallyport.contract.onpremise.NodeIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

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

  /** Where companies' nodes dial in; 0 where they do not. */
  @Inject
  @ConfigProperty(name = "sallyport.onprem.dial.port", defaultValue = "0")
  private int dialPort;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    // The chain was verified in the handshake, against a trust store that holds only the nodes' CA.
    X509Certificate[] chain =
        (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
    String uri = chain == null || chain.length == 0 ? "" : Certificates.onlyUri(chain[0]);
    if (request.getLocalPort() == dialPort) {
      // Another authority's: what it issued says nothing elsewhere, and the nodes' own nothing
      // here.
      return uri.startsWith(NodeIssuer.NAME)
          ? context.notifyContainerAboutLogin(
              DialEndpoint.NODE_NAME
                  + uri.substring(NodeIssuer.NAME.length())
                  + ":"
                  + Sha256.of(Certificates.der(chain[0])),
              Set.of("onprem-node"))
          : context.responseUnauthorized();
    }
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
