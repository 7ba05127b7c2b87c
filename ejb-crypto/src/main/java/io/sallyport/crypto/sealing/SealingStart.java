package io.sallyport.crypto.sealing;

import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.keys.FipsState;
import io.sallyport.crypto.keys.SelfTest;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.Root;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps a web node from starting without its pinned root and the key it signs with. */
@Singleton
@Startup
public class SealingStart {
  private static final Logger LOG = Logger.getLogger(SealingStart.class.getName());

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private CurrentManifest manifest;
  @Inject private SigningKey signingKey;
  @Inject private FipsState fips;
  @Inject private SelfTest selfTest;

  @PostConstruct
  void check() {
    if (NodeKind.of(kind) == NodeKind.WEB) {
      fips.check();
      selfTest.run();
      LOG.info(
          "Trusting the root %s, signing with %s"
              .formatted(Root.grouped(manifest.root().fingerprint()), signingKey.thumbprint()));
    }
  }
}
