package io.sallyport.api.onpremise;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;

/** This node's trail, in {@code sallyport.onprem.trail}. What it does not take is not done. */
@ApplicationScoped
public class OwnTrail {
  private static final Logger LOG = Logger.getLogger(OwnTrail.class.getName());

  private final TrailFile file;

  /** For the container's proxy. */
  protected OwnTrail() {
    file = null;
  }

  /**
   * Opens it.
   *
   * @throws IOException when it cannot be written, or its newest file is not whole: then the node
   *     does not start
   */
  @Inject
  public OwnTrail(Config config) throws IOException {
    file = TrailFile.open(Path.of(config.getValue("sallyport.onprem.trail", String.class)));
  }

  /**
   * Appends an entry, which the disk has then.
   *
   * @throws ProblemException {@code SP-AUDIT-UNAVAILABLE}
   */
  public TrailFile.Head append(Map<String, String> event) {
    try {
      return file.append(event);
    } catch (IOException e) {
      LOG.log(Level.SEVERE, "The trail cannot be written: nothing is done until it can", e);
      throw new ProblemException(ErrorCode.AUDIT_UNAVAILABLE, e);
    }
  }

  /** Where it ends. */
  public TrailFile.Head head() {
    return file.head();
  }

  /** The hash of one of its entries. */
  public Optional<String> hashAt(long sequence) {
    try {
      return file.hashAt(sequence);
    } catch (IOException e) {
      LOG.log(Level.SEVERE, "The trail cannot be read", e);
      return Optional.empty();
    }
  }

  @PreDestroy
  void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The trail cannot be closed; what was written is on the disk", e);
    }
  }
}
