package io.sallyport.crypto.sealing;

import io.sallyport.contract.node.NodeKind;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps a web node from starting without the keys it seals with. */
@Singleton
@Startup
public class SealingStart {
  private static final Logger LOG = Logger.getLogger(SealingStart.class.getName());

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private SealingKeys keys;

  @PostConstruct
  void check() {
    if (NodeKind.of(kind) == NodeKind.WEB) {
      LOG.info("Sealing for OpenPGP key %016X".formatted(keys.openPgpKey().getKeyID()));
    }
  }
}
