package io.sallyport.sandbox;

import static io.sallyport.sandbox.Refusals.refused;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER;
import static io.sallyport.sandbox.RunningSandbox.CUSTOMER_ADMIN;
import static io.sallyport.sandbox.RunningSandbox.REGION;
import static io.sallyport.sandbox.RunningSandbox.VENDOR;
import static io.sallyport.sandbox.RunningSandbox.VENDOR_ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;

class KmsTest {
  private static final SdkBytes SECRET =
      SdkBytes.fromUtf8String("the master key of a vault 012345");
  private static final Map<String, String> CONTEXT = Map.of("purpose", "test", "a.b", "c");
  private static RunningSandbox sandbox;
  private static KmsClient kms;
  private static String key;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    sandbox = RunningSandbox.start();
    kms = sandbox.kms(VENDOR_ADMIN);
    key = kms.createKey().keyMetadata().arn();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static SdkBytes wrapped(String keyId) {
    return kms.encrypt(r -> r.keyId(keyId).plaintext(SECRET).encryptionContext(CONTEXT))
        .ciphertextBlob();
  }

  private static DecryptResponse decrypt(KmsClient client, SdkBytes blob) {
    return client.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(CONTEXT));
  }

  @Test
  void whatIsEncryptedIsDecryptedWithOrWithoutNamingTheKey() {
    SdkBytes blob = wrapped(key);
    assertThat(new String(blob.asByteArray(), StandardCharsets.ISO_8859_1))
        .doesNotContain("master");
    DecryptResponse opened = decrypt(kms, blob);
    assertThat(opened.plaintext()).isEqualTo(SECRET);
    assertThat(opened.keyId()).isEqualTo(key);
    String id = key.substring(key.indexOf('/') + 1);
    assertThat(
            kms.decrypt(r -> r.keyId(id).ciphertextBlob(blob).encryptionContext(CONTEXT))
                .plaintext())
        .isEqualTo(SECRET);
    assertThat(wrapped(key)).as("another nonce").isNotEqualTo(blob);
  }

  @Test
  void anotherContextOrKeyOrAnAlteredTextIsRefused() {
    SdkBytes blob = wrapped(key);
    refused("InvalidCiphertextException", 400, () -> kms.decrypt(r -> r.ciphertextBlob(blob)));
    refused(
        "InvalidCiphertextException",
        400,
        () ->
            kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(Map.of("purpose", "test"))));
    byte[] altered = blob.asByteArray();
    altered[altered.length - 1] ^= 1;
    refused("InvalidCiphertextException", 400, () -> decrypt(kms, SdkBytes.fromByteArray(altered)));
    refused(
        "InvalidCiphertextException",
        400,
        () -> decrypt(kms, SdkBytes.fromByteArray(new byte[] {1, 2, 3})));
    refused(
        "InvalidCiphertextException", 400, () -> decrypt(kms, SdkBytes.fromUtf8String("nonsense")));
    String other = kms.createKey().keyMetadata().arn();
    refused(
        "IncorrectKeyException",
        400,
        () -> kms.decrypt(r -> r.keyId(other).ciphertextBlob(blob).encryptionContext(CONTEXT)));
  }

  @Test
  void aDataKeyComesInTheClearAndEncrypted() {
    GenerateDataKeyResponse made =
        kms.generateDataKey(
            r -> r.keyId(key).keySpec(DataKeySpec.AES_256).encryptionContext(CONTEXT));
    assertThat(made.plaintext().asByteArray()).hasSize(32);
    assertThat(decrypt(kms, made.ciphertextBlob()).plaintext()).isEqualTo(made.plaintext());
    assertThat(kms.generateDataKey(r -> r.keyId(key).numberOfBytes(48)).plaintext().asByteArray())
        .hasSize(48);
    refused("ValidationException", 400, () -> kms.generateDataKey(r -> r.keyId(key)));
    refused(
        "ValidationException",
        400,
        () -> kms.generateDataKey(r -> r.keyId(key).numberOfBytes(16).keySpec("AES_128")));
    refused(
        "ValidationException", 400, () -> kms.generateDataKey(r -> r.keyId(key).keySpec("DES")));
  }

  @Test
  void aKeyThatIsOffOrWaitsForItsEndIsOfNoUse() {
    KeyMetadata made = kms.createKey(r -> r.description("to be turned off")).keyMetadata();
    String id = made.keyId();
    SdkBytes blob = wrapped(id);
    kms.disableKey(r -> r.keyId(id));
    assertThat(kms.describeKey(r -> r.keyId(id)).keyMetadata().keyState())
        .isEqualTo(KeyState.DISABLED);
    refused("DisabledException", 400, () -> decrypt(kms, blob));
    refused("DisabledException", 400, () -> wrapped(id));
    kms.enableKey(r -> r.keyId(id));
    assertThat(decrypt(kms, blob).plaintext()).isEqualTo(SECRET);

    refused(
        "ValidationException",
        400,
        () -> kms.scheduleKeyDeletion(r -> r.keyId(id).pendingWindowInDays(6)));
    kms.scheduleKeyDeletion(r -> r.keyId(id).pendingWindowInDays(7));
    KeyMetadata ending = kms.describeKey(r -> r.keyId(id)).keyMetadata();
    assertThat(ending.keyState()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(ending.deletionDate()).isAfter(made.creationDate());
    assertThat(ending.description()).isEqualTo("to be turned off");
    refused("KMSInvalidStateException", 400, () -> decrypt(kms, blob));
    refused("KMSInvalidStateException", 400, () -> kms.enableKey(r -> r.keyId(id)));
    kms.cancelKeyDeletion(r -> r.keyId(id));
    refused("DisabledException", 400, () -> decrypt(kms, blob));
    refused("KMSInvalidStateException", 400, () -> kms.cancelKeyDeletion(r -> r.keyId(id)));
  }

  @Test
  void aKeyIsFoundInItsRegionAndAccountOnly() {
    String unknown = key.substring(0, key.length() - 4) + "0000";
    refused("NotFoundException", 400, () -> kms.describeKey(r -> r.keyId(unknown)));
    refused("NotFoundException", 400, () -> kms.describeKey(r -> r.keyId("alias/none")));
    refused("ValidationException", 400, () -> kms.describeKey(r -> r.keyId("no id")));
    SdkBytes blob = wrapped(key);
    try (KmsClient elsewhere = sandbox.kms(VENDOR_ADMIN, Region.EU_WEST_1)) {
      refused("NotFoundException", 400, () -> elsewhere.describeKey(r -> r.keyId(key)));
      refused("AccessDeniedException", 400, () -> decrypt(elsewhere, blob));
    }
    String id = key.substring(key.indexOf('/') + 1);
    refused(
        "NotFoundException", 400, () -> sandbox.kms(CUSTOMER_ADMIN).describeKey(r -> r.keyId(id)));
  }

  @Test
  void policiesOfUsersDecideWhereTheKeyLeavesItToItsAccount() {
    SdkBytes blob = wrapped(key);
    KmsClient reader =
        sandbox.kms(
            sandbox.vendorUser(
                Policies.statement(
                    "'Effect':'Allow','Action':'kms:Decrypt','Resource':'"
                        + key
                        + "','Condition':{'StringEquals':{'kms:EncryptionContext:purpose':"
                        + "'test'}}")));
    assertThat(decrypt(reader, blob).plaintext()).isEqualTo(SECRET);
    refused(
        "AccessDeniedException",
        400,
        () -> reader.encrypt(r -> r.keyId(key).plaintext(SECRET).encryptionContext(CONTEXT)));
    SdkBytes other =
        kms.encrypt(r -> r.keyId(key).plaintext(SECRET).encryptionContext(Map.of("purpose", "x")))
            .ciphertextBlob();
    refused(
        "AccessDeniedException",
        400,
        () ->
            reader.decrypt(r -> r.ciphertextBlob(other).encryptionContext(Map.of("purpose", "x"))));
    refused("AccessDeniedException", 400, () -> reader.createKey());
    AwsCredentials nobody = sandbox.vendorUser(Policies.allow("ec2:*"));
    refused("AccessDeniedException", 400, () -> decrypt(sandbox.kms(nobody), blob));
  }

  @Test
  void anotherAccountNeedsTheKeysPolicyAndItsOwn() {
    String shared = kms.createKey().keyMetadata().arn();
    SdkBytes blob = wrapped(shared);
    KmsClient customer = sandbox.kms(CUSTOMER_ADMIN);
    refused("AccessDeniedException", 400, () -> decrypt(customer, blob));
    String owner =
        "'Effect':'Allow','Principal':{'AWS':'" + VENDOR + "'},'Action':'kms:*','Resource':'*'";
    kms.putKeyPolicy(
        r ->
            r.keyId(shared)
                .policyName("default")
                .policy(
                    Policies.statement(
                        owner,
                        "'Effect':'Allow','Principal':{'AWS':'"
                            + CUSTOMER
                            + "'},'Action':'kms:Decrypt','Resource':'*'")));
    assertThat(decrypt(customer, blob).plaintext()).isEqualTo(SECRET);
    customer.decrypt(r -> r.keyId(shared).ciphertextBlob(blob).encryptionContext(CONTEXT));
    refused("AccessDeniedException", 400, () -> customer.disableKey(r -> r.keyId(shared)));
    assertThat(kms.getKeyPolicy(r -> r.keyId(shared)).policy()).contains(CUSTOMER);
    var seen = sandbox.control("GET", "/sandbox/events?account=" + VENDOR, "").get("events");
    assertThat(seen)
        .as("what another account did with the key is in the trail of the key's")
        .anyMatch(
            event ->
                event.get("eventName").asText().equals("Decrypt")
                    && event.get("account").asText().equals(CUSTOMER));
  }

  @Test
  void aPolicyThatLocksItsAuthorOutOrIsBrokenIsRefused() {
    refused(
        "MalformedPolicyDocumentException",
        400,
        () ->
            kms.createKey(
                r ->
                    r.policy(
                        Policies.statement(
                            "'Effect':'Allow','Principal':{'AWS':'"
                                + CUSTOMER
                                + "'},'Action':'kms:*','Resource':'*'"))));
    refused("MalformedPolicyDocumentException", 400, () -> kms.createKey(r -> r.policy("{}")));
    refused(
        "MalformedPolicyDocumentException",
        400,
        () -> kms.createKey(r -> r.policy(Policies.EVERYTHING)));
    refused("ValidationException", 400, () -> kms.createKey(r -> r.keySpec(KeySpec.RSA_3072)));
  }

  @Test
  void whoDoesNotSignOrSpeakTheProtocolIsToldSo() throws IOException {
    KmsClient stranger =
        sandbox.kms(AwsBasicCredentials.create("AKIAUNKNOWN000000001", "no/secret/at/all"));
    refused("UnrecognizedClientException", 400, () -> stranger.describeKey(r -> r.keyId(key)));
    HttpResponse<String> unsigned =
        sandbox.send(
            HttpRequest.newBuilder(sandbox.url().resolve("/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "TrentService.CreateKey")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
    assertThat(unsigned.statusCode()).isEqualTo(400);
    assertThat(unsigned.headers().firstValue("Content-Type"))
        .contains("application/x-amz-json-1.1");
    assertThat(RunningSandbox.json(unsigned.body()).get("__type").asText())
        .isEqualTo("MissingAuthenticationTokenException");
    refused("UnknownOperationException", 400, () -> kms.listAliases());
    refused(
        "ValidationException",
        400,
        () -> kms.encrypt(r -> r.keyId(key).plaintext(SdkBytes.fromByteArray(new byte[4097]))));
  }

  @Test
  void theTrailHoldsNeitherPlaintextNorCiphertext() {
    kms.encrypt(r -> r.keyId(key).plaintext(SECRET).encryptionContext(Map.of("in", "trail")));
    String events = sandbox.control("GET", "/sandbox/events", "").toString();
    assertThat(events)
        .contains("\"encryptionContext.in\":\"trail\"")
        .contains("HIDDEN_DUE_TO_SECURITY_REASONS")
        .doesNotContain(Base64.getEncoder().encodeToString(SECRET.asByteArray()));
  }

  @Test
  void faultsStrikeKmsInItsOwnWords() {
    sandbox.control(
        "POST",
        "/sandbox/faults",
        "{\"service\":\"kms\",\"operation\":\"DescribeKey\",\"account\":\""
            + CUSTOMER
            + "\",\"kind\":\"throttle\",\"count\":20}");
    KmsClient customer = sandbox.kms(CUSTOMER_ADMIN);
    refused("ThrottlingException", 400, () -> customer.describeKey(r -> r.keyId(key)));
    assertThat(kms.describeKey(r -> r.keyId(key)).keyMetadata().arn()).isEqualTo(key);
  }

  @Test
  void keysSurviveARestartAndMayComeFromTheSeed() throws IOException {
    Path seed = folder.resolve("seed.json");
    String id = "11111111-2222-3333-4444-555555555555";
    Files.writeString(
        seed,
        Files.readString(RunningSandbox.writeSeed())
            .replaceFirst(
                "\"name\": \"Vendor\",",
                "\"name\": \"Vendor\", \"kmsKeys\": [{\"id\": \""
                    + id
                    + "\", \"region\": \""
                    + REGION.id()
                    + "\", \"description\": \"seeded\"}],"));
    SandboxSettings settings =
        SandboxSettings.onLoopback().seededFrom(seed).keptIn(folder.resolve("state.json"));
    SdkBytes blob;
    try (RunningSandbox first = RunningSandbox.start(settings)) {
      KmsClient client = first.kms(VENDOR_ADMIN);
      blob = client.encrypt(r -> r.keyId(id).plaintext(SECRET)).ciphertextBlob();
      client.disableKey(r -> r.keyId(id));
    }
    try (RunningSandbox second = RunningSandbox.start(settings)) {
      KmsClient client = second.kms(VENDOR_ADMIN);
      refused("DisabledException", 400, () -> client.decrypt(r -> r.ciphertextBlob(blob)));
      client.enableKey(r -> r.keyId(id));
      assertThat(client.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
      assertThat(client.describeKey(r -> r.keyId(id)).keyMetadata().description())
          .isEqualTo("seeded");
    }
  }
}
