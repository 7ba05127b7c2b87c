package io.sallyport.contract.onpremise;

import io.sallyport.contract.identity.NodeId;
import java.security.cert.X509Certificate;
import java.time.Duration;

/** Issues certificates to companies' own nodes, on decrypt nodes only. */
public interface NodeIssuer {
  /** How long a certificate lasts. */
  Duration LIFE = Duration.ofDays(90);

  /** What a node's certificate names as its only URI, before its id. */
  String NAME = "urn:sallyport:onprem-node:";

  /**
   * Issues one for the key in a certificate signing request; of what else it says nothing is taken
   * over.
   *
   * @param request PKCS #10, DER
   * @throws io.sallyport.contract.error.ProblemException {@code SP-ENROLMENT-REFUSED} when the
   *     request is none, is not signed with its own key, or the key is not on P-384; {@code
   *     SP-ONPREM-OFF} when this site issues none
   */
  X509Certificate issue(NodeId node, byte[] request);

  /**
   * The authority.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-ONPREM-OFF}
   */
  X509Certificate authority();

  /** The authority of those who order: the nodes' own. */
  X509Certificate ordering();
}
