package io.sallyport.sandbox.kms;

import io.sallyport.sandbox.account.KmsKey;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalInt;

/** Encrypt, Decrypt and GenerateDataKey. */
final class KeyUse {
  private static final String ALGORITHM = "SYMMETRIC_DEFAULT";
  private static final int LONGEST_PLAINTEXT = 4096;
  private static final int LONGEST_CIPHERTEXT = 6144;
  private static final int LONGEST_DATA_KEY = 1024;
  private final SecureRandom random;

  KeyUse(SecureRandom random) {
    this.random = random;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "Encrypt", this::encrypt,
        "Decrypt", this::decrypt,
        "GenerateDataKey", this::generateDataKey);
  }

  private Answer encrypt(Call call) {
    KmsParameters parameters = new KmsParameters(call.parameters());
    byte[] plaintext = parameters.bytes("Plaintext", LONGEST_PLAINTEXT);
    parameters.word("EncryptionAlgorithm", ALGORITHM, ALGORITHM);
    Map<String, String> context = parameters.encryptionContext();
    KmsKey key = Keys.usable(Keys.named(call, context));
    byte[] blob = Ciphertext.encrypt(key, plaintext, context, random);
    return Answer.json(
        json ->
            json.put("CiphertextBlob", base64(blob))
                .put("KeyId", key.arn().toString())
                .put("EncryptionAlgorithm", ALGORITHM));
  }

  private Answer decrypt(Call call) {
    KmsParameters parameters = new KmsParameters(call.parameters());
    byte[] blob = parameters.bytes("CiphertextBlob", LONGEST_CIPHERTEXT);
    parameters.word("EncryptionAlgorithm", ALGORITHM, ALGORITHM);
    Map<String, String> context = parameters.encryptionContext();
    Ciphertext ciphertext = Ciphertext.read(blob);
    KmsKey key = Keys.usable(Keys.of(ciphertext, call, context));
    byte[] plaintext = ciphertext.decrypt(key, context);
    return Answer.json(
        json ->
            json.put("Plaintext", base64(plaintext))
                .put("KeyId", key.arn().toString())
                .put("EncryptionAlgorithm", ALGORITHM));
  }

  private Answer generateDataKey(Call call) {
    KmsParameters parameters = new KmsParameters(call.parameters());
    Map<String, String> context = parameters.encryptionContext();
    byte[] dataKey = new byte[lengthOfDataKey(parameters)];
    KmsKey key = Keys.usable(Keys.named(call, context));
    random.nextBytes(dataKey);
    byte[] blob = Ciphertext.encrypt(key, dataKey, context, random);
    return Answer.json(
        json ->
            json.put("CiphertextBlob", base64(blob))
                .put("Plaintext", base64(dataKey))
                .put("KeyId", key.arn().toString()));
  }

  private static int lengthOfDataKey(KmsParameters parameters) {
    OptionalInt bytes = parameters.number("NumberOfBytes", 1, LONGEST_DATA_KEY);
    boolean bySpec = parameters.parameters().optional("KeySpec").isPresent();
    if (bytes.isPresent() == bySpec) {
      throw KmsParameters.invalid("Please specify either number of bytes or key spec.");
    }
    return bytes.orElseGet(
        () -> parameters.word("KeySpec", "", "AES_256", "AES_128").equals("AES_256") ? 32 : 16);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
