package io.sallyport.sandbox.kms;

import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.identity.KeySource;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * KMS with symmetric keys for encryption, which really encrypt. Access needs the key's policy, as
 * in AWS: policies of users and roles count only where it lets its account decide.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html">KMS API
 *     reference</a>
 */
public final class KmsOperations {
  private final KeySource source;
  private final SecureRandom random;

  public KmsOperations(KeySource source, SecureRandom random) {
    this.source = source;
    this.random = random;
  }

  public Map<String, Operation> operations() {
    Map<String, Operation> operations = new HashMap<>();
    operations.putAll(new KeyAdministration(source).operations());
    operations.putAll(new KeyUse(random).operations());
    return operations;
  }
}
