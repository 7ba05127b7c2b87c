package io.sallyport.api.vault;

import io.sallyport.api.aws.AwsEndpoint;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.contract.vault.VaultDoor;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/**
 * Where {@code sallyport.unseal.method} is {@code kms}, has AWS KMS unwrap the master key when the
 * node starts, again and again until it works. Once unsealed it never does so again: a node that a
 * custodian sealed stays sealed until it is started anew.
 */
@Singleton
@Startup
@RunAs("decrypt-node")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class KmsUnsealing {
  private static final Logger LOG = Logger.getLogger(KmsUnsealing.class.getName());

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject
  @ConfigProperty(name = "sallyport.unseal.method", defaultValue = "shares")
  private String method;

  @Inject
  @ConfigProperty(name = "sallyport.unseal.kms")
  private Optional<Path> file;

  @Inject private AwsEndpoint endpoint;
  @Inject private VaultDoor door;

  private WrappedMasterKey waiting;

  @PostConstruct
  void start() {
    if (NodeKind.of(kind) == NodeKind.DECRYPT && "kms".equals(method)) {
      waiting =
          WrappedMasterKey.in(
              file.orElseThrow(
                  () ->
                      new IllegalStateException(
                          "sallyport.unseal.kms must name the wrapped master key's file")));
    }
  }

  @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
  void unseal() {
    if (waiting == null) {
      return;
    }
    try (KmsClient kms = client()) {
      door.unseal(
          kms.decrypt(
                  request ->
                      request
                          .keyId(waiting.keyArn())
                          .ciphertextBlob(SdkBytes.fromByteArray(waiting.ciphertext()))
                          .encryptionContext(waiting.context()))
              .plaintext()
              .asByteArrayUnsafe());
      waiting = null;
    } catch (SdkException | ProblemException e) {
      LOG.warning("The master key cannot be unwrapped yet: " + e.getMessage());
    }
  }

  private KmsClient client() {
    KmsClientBuilder builder = KmsClient.builder();
    endpoint.configure(builder, builder, "kms", waiting.region());
    return builder.build();
  }
}
