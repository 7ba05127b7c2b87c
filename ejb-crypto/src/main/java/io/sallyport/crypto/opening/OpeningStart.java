package io.sallyport.crypto.opening;

import io.sallyport.contract.node.NodeKind;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps a decrypt node from starting without the keys it opens with. */
@Singleton
@Startup
public class OpeningStart {
  private static final Logger LOG = Logger.getLogger(OpeningStart.class.getName());

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private VaultKeys keys;

  @PostConstruct
  void check() {
    if (NodeKind.of(kind) == NodeKind.DECRYPT) {
      LOG.info("Opening with " + keys.count() + " OpenPGP key(s)");
    }
  }
}
