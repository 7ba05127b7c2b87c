package io.sallyport.crypto.sealing;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.sallyport.crypto.keys.KeyFiles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.eclipse.microprofile.config.Config;

/**
 * The keys of a web node: public ones to seal with, and its own key to sign what it received. None
 * of them opens anything.
 */
@ApplicationScoped
public class SealingKeys {
  private final Map<String, ECKey> recipients;
  private final PGPPublicKey openPgpKey;
  private final ECKey ingestKey;

  /** For the container's proxy. */
  protected SealingKeys() {
    recipients = Map.of();
    openPgpKey = null;
    ingestKey = null;
  }

  /**
   * Reads the files named by {@code sallyport.sealing.recipients}, {@code
   * sallyport.sealing.openpgp-certificate} and {@code sallyport.sealing.ingest-key}. Read lazily:
   * decrypt nodes have none of them.
   */
  @Inject
  public SealingKeys(Config config) {
    this(
        config.getValue("sallyport.sealing.recipients", Path.class),
        config.getValue("sallyport.sealing.openpgp-certificate", Path.class),
        config.getValue("sallyport.sealing.ingest-key", Path.class));
  }

  SealingKeys(Path recipients, Path certificate, Path ingestKey) {
    this.recipients = KeyFiles.p384Keys(recipients, false);
    this.openPgpKey = KeyFiles.openPgpEncryptionKey(certificate);
    this.ingestKey = KeyFiles.p384Keys(ingestKey, true).values().iterator().next();
  }

  /** Whether browsers may seal for the key of that thumbprint. */
  public boolean isRecipient(String kid) {
    return recipients.containsKey(kid);
  }

  /** The key that browsers seal for now, as a public JWK with its thumbprint as {@code kid}. */
  public String currentRecipientJwk() {
    Map.Entry<String, ECKey> first = recipients.entrySet().iterator().next();
    return named(first).toJSONString();
  }

  /** All recipient keys as a JWK set (RFC 7517 section 5). */
  public String recipientJwks() {
    List<JWK> keys = recipients.entrySet().stream().<JWK>map(SealingKeys::named).toList();
    return new JWKSet(keys).toString(true);
  }

  private static ECKey named(Map.Entry<String, ECKey> key) {
    return new ECKey.Builder(key.getValue().toPublicJWK()).keyID(key.getKey()).build();
  }

  PGPPublicKey openPgpKey() {
    return openPgpKey;
  }

  ECKey ingestKey() {
    return ingestKey;
  }
}
