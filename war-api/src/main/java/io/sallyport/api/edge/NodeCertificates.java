package io.sallyport.api.edge;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets in whoever showed, in the TLS handshake, a certificate of the nodes' own CA that names a web
 * node: by the URI {@code urn:sallyport:node:web-node:NAME} among its subject alternative names.
 * The common name says nothing here.
 */
@ApplicationScoped
public class NodeCertificates implements HttpAuthenticationMechanism {
  private static final String WEB_NODE = "urn:sallyport:node:web-node:";
  private static final int URI_NAME = 6;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    // The chain was verified in the handshake, against a trust store that holds only the nodes' CA.
    X509Certificate[] chain =
        (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
    Optional<String> node =
        chain == null || chain.length == 0 ? Optional.empty() : webNode(chain[0]);
    return node.map(name -> context.notifyContainerAboutLogin("node:" + name, Set.of("web-node")))
        .orElseGet(context::responseUnauthorized);
  }

  private static Optional<String> webNode(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Optional.empty()
          : names.stream()
              .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
              .map(name -> String.valueOf(name.get(1)))
              .filter(uri -> uri.startsWith(WEB_NODE))
              .map(uri -> uri.substring(WEB_NODE.length()))
              .findFirst();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }
}
