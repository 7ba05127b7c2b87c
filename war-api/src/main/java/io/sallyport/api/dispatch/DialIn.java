package io.sallyport.api.dispatch;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.NodeRecords;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.logging.Logger;

/**
 * Who may hold connections to us: nodes that are enrolled, with a certificate that is good. It is
 * looked at when one is opened, and twice a minute for as long as it stays.
 */
@Singleton
@RunAs("decrypt-node")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DialIn {
  private static final Logger LOG = Logger.getLogger(DialIn.class.getName());

  @Inject private NodeRecords records;
  @Inject private DialledLines lines;

  /**
   * The company of a node that opens a connection.
   *
   * @param fingerprint of the certificate that it shows, SHA-256 in base64url
   * @throws ProblemException when it is not let in
   */
  @PermitAll
  public TenantId admit(NodeId node, String fingerprint) {
    TenantId tenant = records.tenantOf(node);
    if (!DialledLines.fingerprints(records.held(tenant, node)).contains(fingerprint)) {
      throw new ProblemException(ErrorCode.NODE_REVOKED);
    }
    return tenant;
  }

  /** Says of each that it is there, and ends what is not good any more. */
  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/30", persistent = false)
  public void look() {
    for (DialledLines.Holder each : lines.holders()) {
      try {
        lines.keepOnly(
            each.node(), DialledLines.fingerprints(records.held(each.tenant(), each.node())));
      } catch (ProblemException e) {
        LOG.info(() -> "Node " + each.node() + " is not let in any more: " + e.getMessage());
        lines.keepOnly(each.node(), Set.of());
      } catch (RuntimeException e) {
        // Without a database nothing is ordered either; what is open stays.
        LOG.warning(() -> "Node " + each.node() + " was not looked at: " + e.getMessage());
      }
    }
    lines.endSilent();
  }
}
