package io.sallyport.sandbox.kms;

import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.KmsKey;
import io.sallyport.sandbox.account.KmsKey.KeyArn;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.policy.RequestFacts;
import io.sallyport.sandbox.wire.AwsFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the key that a call means, and asks whether the caller may use it so. */
final class Keys {
  private static final int LONGEST_ID = 2048;

  private Keys() {}

  /** The key that {@code KeyId} names by id or ARN, which the caller may use for this. */
  static KmsKey named(Call call) {
    return named(call, call.facts());
  }

  /** The same for an operation with an encryption context, which policies may ask for. */
  static KmsKey named(Call call, Map<String, String> context) {
    return named(call, facts(call, context));
  }

  private static KmsKey named(Call call, RequestFacts facts) {
    KmsKey key = find(call, new KmsParameters(call.parameters()).text("KeyId", LONGEST_ID));
    return allowed(call, key, facts);
  }

  /**
   * The key that a ciphertext names. Whether it is missing, elsewhere or forbidden, the answer is
   * one and the same, as in AWS.
   */
  static KmsKey of(Ciphertext ciphertext, Call call, Map<String, String> context) {
    Optional<String> keyId = new KmsParameters(call.parameters()).optional("KeyId", LONGEST_ID);
    if (keyId.isPresent()) {
      KmsKey named = named(call, context);
      if (!named.id().equals(ciphertext.keyId())) {
        throw new AwsFault(
            400,
            "IncorrectKeyException",
            "The key ID in the request does not identify a key that can perform this operation.");
      }
      return named;
    }
    KmsKey found =
        call.cloud().accounts().stream()
            .flatMap(account -> account.kmsKeys().stream())
            .filter(key -> key.id().equals(ciphertext.keyId()))
            .filter(key -> key.arn().region().equals(call.region()))
            .findFirst()
            .orElseThrow(Keys::notAccessible);
    try {
      return allowed(call, found, facts(call, context));
    } catch (AwsFault refused) {
      throw refused.code().equals("AccessDeniedException") ? notAccessible() : refused;
    }
  }

  /** Stops unless the key can be used. */
  static KmsKey usable(KmsKey key) {
    requireNotEnding(key);
    if (!key.enabled()) {
      throw new AwsFault(400, "DisabledException", key.arn() + " is disabled.");
    }
    return key;
  }

  static void requireNotEnding(KmsKey key) {
    if (key.deletion().isPresent()) {
      throw new AwsFault(400, "KMSInvalidStateException", key.arn() + " is pending deletion.");
    }
  }

  private static AwsFault notFound(String named) {
    return new AwsFault(400, "NotFoundException", "Key '" + named + "' does not exist");
  }

  private static KmsKey find(Call call, String named) {
    if (named.matches(KeyArn.ID)) {
      return find(call, new KeyArn(call.region(), call.account().id(), named));
    }
    if (!named.startsWith("arn:") && !named.startsWith("alias/")) {
      throw KmsParameters.invalid("Invalid keyId '" + named + "'");
    }
    return find(call, KeyArn.parse(named).orElseThrow(() -> notFound(named)));
  }

  private static KmsKey find(Call call, KeyArn arn) {
    if (!arn.region().equals(call.region())) {
      throw new AwsFault(400, "NotFoundException", "Invalid arn " + arn.region());
    }
    return call.cloud()
        .account(arn.accountId())
        .filter(Account::isActive)
        .flatMap(account -> account.kmsKey(arn.id()))
        .filter(key -> key.arn().equals(arn))
        .orElseThrow(() -> notFound(arn.toString()));
  }

  private static KmsKey allowed(Call call, KmsKey key, RequestFacts facts) {
    call.require(
        key.arn().toString(),
        key.arn().accountId(),
        key.policy(),
        facts.with("aws:ResourceAccount", key.arn().accountId()));
    return key;
  }

  private static RequestFacts facts(Call call, Map<String, String> context) {
    return call.facts()
        .with("kms:CallerAccount", call.caller().accountId())
        .with("kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
        .with("kms:EncryptionContextKeys", List.copyOf(context.keySet()))
        .withEach("kms:EncryptionContext:", context);
  }

  private static AwsFault notAccessible() {
    return new AwsFault(
        400,
        "AccessDeniedException",
        "The ciphertext refers to a customer master key that does not exist, does not exist in"
            + " this region, or you are not allowed to access.");
  }
}
