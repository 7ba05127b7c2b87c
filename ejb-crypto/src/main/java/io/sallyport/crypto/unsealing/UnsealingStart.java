package io.sallyport.crypto.unsealing;

import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.keys.FipsState;
import io.sallyport.crypto.keys.SelfTest;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.Root;
import io.sallyport.crypto.ring.KeyRing;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.List;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import sun.misc.Signal;

/**
 * Keeps a decrypt node from starting where its memory could leak, or without its files; then leaves
 * it sealed, or opens its token. {@code kill -USR1} seals it.
 */
@Singleton
@Startup
public class UnsealingStart {
  private static final Logger LOG = Logger.getLogger(UnsealingStart.class.getName());
  private static final String SEAL = "USR1";

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private UnsealSettings settings;
  @Inject private Unsealing unsealing;
  @Inject private CurrentManifest manifest;
  @Inject private SigningKey signingKey;
  @Inject private KeySource keys;
  @Inject private FipsState fips;
  @Inject private SelfTest selfTest;

  @PostConstruct
  void check() {
    if (NodeKind.of(kind) != NodeKind.DECRYPT) {
      return;
    }
    List<String> objections = DecryptNodeChecks.objections();
    if (!objections.isEmpty()) {
      throw new IllegalStateException(
          "A decrypt node keeps its memory to itself, but " + String.join("; ", objections));
    }
    fips.check();
    selfTest.run();
    LOG.info("Self-test passed: " + keys.describe());
    LOG.info("No heap dumps, no core dumps, no attaching: as it must be");
    LOG.info(
        "Trusting the root %s, signing with %s"
            .formatted(Root.grouped(manifest.root().fingerprint()), signingKey.thumbprint()));
    switch (settings.method()) {
      case SHARES ->
          LOG.info(
              "Sealed: needs %d shares of set %s to open %d keys"
                  .formatted(
                      settings.shareSet().threshold(),
                      settings.shareSet().id(),
                      KeyRing.sealedKeysIn(settings.keys()).size()));
      case KMS -> LOG.info("Sealed until the master key is unwrapped");
      case PKCS11 -> unsealing.unsealFromToken();
    }
    Signal.handle(new Signal(SEAL), signal -> unsealing.seal(PersonId.NODE));
  }
}
