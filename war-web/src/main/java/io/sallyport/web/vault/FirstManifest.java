package io.sallyport.web.vault;

import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.manifest.CurrentManifest;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJBException;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Publishes, on a new site, the manifest in the file that {@code sallyport.manifest.first} names:
 * nobody could sign in to approve it before there is one. The database admits this once; on a site
 * that has a manifest the file is not looked at.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class FirstManifest {
  private static final Logger LOG = Logger.getLogger(FirstManifest.class.getName());

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject
  @ConfigProperty(name = "sallyport.manifest.first")
  private Optional<Path> file;

  @Inject private CurrentManifest current;
  @Inject private ManifestPublishing publishing;

  private final AtomicBoolean working = new AtomicBoolean();
  private volatile boolean done;

  /** Whether this node still has to publish it. */
  public boolean isPending() {
    return !done && file.isPresent();
  }

  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  void publish() {
    if (done || !working.compareAndSet(false, true)) {
      return;
    }
    try {
      if (NodeKind.of(kind) != NodeKind.WEB || file.isEmpty() || current.latest().isPresent()) {
        done = true;
      } else {
        done = publishing.publishFirst(Files.readString(file.get()));
      }
    } catch (ProblemException | EJBException | IOException e) {
      LOG.warning("The first manifest cannot be published yet: " + e.getMessage());
    } finally {
      working.set(false);
    }
  }
}
