package io.sallyport.web.node;

import io.sallyport.contract.connection.VerificationOrder;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Asks a decrypt node. Whatever keeps it from answering is {@code SP-DECRYPT-NODE-UNAVAILABLE};
 * what it answers, a problem included, is handed on as it is.
 */
@ApplicationScoped
public class DecryptNodes {
  private static final Logger LOG = Logger.getLogger(DecryptNodes.class.getName());

  @Inject @RestClient private DecryptNode node;

  /** Has a connection tested. */
  public VerificationReport verify(VerificationOrder order) {
    return ask(() -> node.verify(order));
  }

  /** Has a request forwarded to AWS. */
  public ServiceAnswer forward(ServiceRequest request) {
    return ask(() -> node.forward(request));
  }

  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (ProcessingException | WebApplicationException | FaultToleranceException e) {
      // The cause is for IT: a certificate, a name, a port.
      LOG.log(Level.WARNING, ErrorCode.DECRYPT_NODE_UNAVAILABLE.code(), e);
      throw new ProblemException(ErrorCode.DECRYPT_NODE_UNAVAILABLE, e);
    }
  }
}
