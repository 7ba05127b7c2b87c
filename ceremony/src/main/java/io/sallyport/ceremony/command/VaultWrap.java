package io.sallyport.ceremony.command;

import io.sallyport.ceremony.NewFiles;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.ShareSet;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/** Has AWS KMS wrap the master key. */
@Command(
    name = "wrap",
    description = {
      "Has AWS KMS wrap the master key, for nodes that unseal themselves"
          + " (sallyport.unseal.method = kms). Writes kms.json:",
      "  {\"type\": \"sallyport-kms/1\", \"keyArn\", \"ciphertext\" (base64url), \"context\"}",
      "This step needs a network, and AWS credentials that may kms:Encrypt (the usual environment"
          + " variables, profile or instance role). From then on whoever may kms:Decrypt with that"
          + " key opens the vault without any custodian. Shares go on working."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  sallyport-keys vault wrap --kms-key arn:aws:kms:eu-central-1:123456789012:key/ID --share"
            + " /media/ada/share-SET-1.txt --share /media/ben/share-SET-2.txt")
final class VaultWrap extends Step {
  private static final Map<String, String> CONTEXT = Map.of("sallyport", "master-key");

  @Mixin private VaultFolder vault;
  @Mixin private OfferedShares shares;

  @Option(
      names = "--kms-key",
      required = true,
      paramLabel = "ARN",
      description = "The KMS key: symmetric, for encryption; its ARN, not an alias.")
  private String key;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Another address of KMS, such as a VPC endpoint's.")
  private URI endpoint;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Default: kms.json in the vault's folder.")
  private Path out;

  @Override
  protected void perform(Ceremony ceremony) throws Exception {
    Region region = region();
    Path file = ceremony.file(out == null ? vault.folder().resolve("kms.json") : out);
    ceremony.requireNew(List.of(file));
    ShareSet set = shares.set(ceremony, vault.folder());
    ceremony.explain("Joining the shares into the master key, in memory only.");
    try (MasterKey masterKey = shares.join(ceremony, set);
        NewFiles files = new NewFiles()) {
      vault.requireOpenedBy(masterKey, ceremony);
      if (ceremony.isRehearsal()) {
        ceremony.tell("would ask KMS in %s to wrap the master key with %s".formatted(region, key));
        return;
      }
      ceremony.explain("Asking KMS in %s to wrap it with %s.".formatted(region, key));
      files.add(file, document(encrypt(region, masterKey)).toString());
      ceremony.write(files);
    }
    ceremony.facts().add("keyArn", key);
    ceremony.next(
        "kms.json into the vault's folder of every node that unseals itself. Allow"
            + " kms:Decrypt to those nodes' role only, with this encryption context, and alarm on"
            + " every other use.");
  }

  private Region region() throws CeremonyStopped {
    Optional<Arn> arn = Arn.tryFromString(key);
    return arn.filter(named -> "kms".equals(named.service()))
        .filter(named -> named.resourceAsString().startsWith("key/"))
        .flatMap(Arn::region)
        .map(Region::of)
        .orElseThrow(
            () -> usage("--kms-key is the ARN of a KMS key: arn:aws:kms:REGION:ACCOUNT:key/ID"));
  }

  private byte[] encrypt(Region region, MasterKey masterKey) throws CeremonyStopped {
    KmsClientBuilder builder =
        KmsClient.builder().region(region).httpClientBuilder(UrlConnectionHttpClient.builder());
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    try (KmsClient kms = builder.build()) {
      return kms.encrypt(
              request ->
                  request
                      .keyId(key)
                      // Not copied: the array is zeroed when the master key is closed.
                      .plaintext(SdkBytes.fromByteArrayUnsafe(masterKey.value()))
                      .encryptionContext(CONTEXT))
          .ciphertextBlob()
          .asByteArray();
    } catch (SdkException e) {
      throw new CeremonyStopped(Outcome.REMOTE, "KMS did not wrap it: " + e.getMessage(), e);
    }
  }

  private JsonObject document(byte[] ciphertext) {
    return Json.createObjectBuilder()
        .add("type", "sallyport-kms/1")
        .add("keyArn", key)
        .add("ciphertext", Base64.getUrlEncoder().withoutPadding().encodeToString(ciphertext))
        .add("context", Json.createObjectBuilder(Map.<String, Object>copyOf(CONTEXT)))
        .build();
  }
}
