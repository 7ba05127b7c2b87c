package io.sallyport.sandbox.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.account.KmsKey;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.policy.MalformedPolicyException;
import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PolicyKind;
import io.sallyport.sandbox.policy.PolicyQuestion;
import io.sallyport.sandbox.wire.AwsFault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Creates keys, shows them, turns them on and off, plans their end, changes their policies. */
final class KeyAdministration {
  private static final int LONGEST_POLICY = 131_072;
  private static final int LONGEST_DESCRIPTION = 8192;
  private static final int SHORTEST_WAIT_DAYS = 7;
  private static final int LONGEST_WAIT_DAYS = 30;
  private static final String POLICY_NAME = "default";
  private final KeySource source;

  KeyAdministration(KeySource source) {
    this.source = source;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "CreateKey", this::createKey,
        "DescribeKey", call -> described(Keys.named(call)),
        "EnableKey", call -> turn(call, true),
        "DisableKey", call -> turn(call, false),
        "ScheduleKeyDeletion", KeyAdministration::scheduleDeletion,
        "CancelKeyDeletion", KeyAdministration::cancelDeletion,
        "GetKeyPolicy", KeyAdministration::getPolicy,
        "PutKeyPolicy", KeyAdministration::putPolicy);
  }

  private Answer createKey(Call call) {
    call.require("*", call.facts());
    KmsParameters parameters = new KmsParameters(call.parameters());
    parameters.word("KeySpec", "SYMMETRIC_DEFAULT", "SYMMETRIC_DEFAULT");
    parameters.word("KeyUsage", "ENCRYPT_DECRYPT", "ENCRYPT_DECRYPT");
    parameters.word("Origin", "AWS_KMS", "AWS_KMS");
    KmsKey.KeyArn arn = new KmsKey.KeyArn(call.region(), call.account().id(), source.uuid());
    KmsKey key =
        new KmsKey(
            arn,
            parameters.parameters().optional("Description").orElse(""),
            parameters
                .optional("Policy", LONGEST_POLICY)
                .map(text -> accepted(text, arn, call))
                .orElseGet(() -> KeyPolicies.ofAccount(arn.accountId())),
            true,
            call.now(),
            Optional.empty(),
            source.material());
    if (key.description().length() > LONGEST_DESCRIPTION) {
      throw KmsParameters.invalid("The description is too long.");
    }
    keep(call, key);
    return described(key);
  }

  private static Answer turn(Call call, boolean on) {
    KmsKey key = Keys.named(call);
    Keys.requireNotEnding(key);
    keep(call, key.turned(on));
    return nothing();
  }

  private static Answer scheduleDeletion(Call call) {
    int days =
        new KmsParameters(call.parameters())
            .number("PendingWindowInDays", SHORTEST_WAIT_DAYS, LONGEST_WAIT_DAYS)
            .orElse(LONGEST_WAIT_DAYS);
    KmsKey key = Keys.named(call);
    Keys.requireNotEnding(key);
    Instant end = call.now().plus(Duration.ofDays(days));
    keep(call, key.endingAt(end));
    return Answer.json(
        json ->
            json.put("KeyId", key.arn().toString())
                .put("KeyState", "PendingDeletion")
                .put("DeletionDate", end.getEpochSecond())
                .put("PendingWindowInDays", days));
  }

  private static Answer cancelDeletion(Call call) {
    KmsKey key = Keys.named(call);
    if (key.deletion().isEmpty()) {
      throw new AwsFault(400, "KMSInvalidStateException", key.arn() + " is not pending deletion.");
    }
    keep(call, key.turned(false));
    return Answer.json(json -> json.put("KeyId", key.arn().toString()));
  }

  private static Answer getPolicy(Call call) {
    KmsKey key = Keys.named(call);
    return Answer.json(
        json -> json.put("Policy", key.policy().text()).put("PolicyName", POLICY_NAME));
  }

  private static Answer putPolicy(Call call) {
    String text = new KmsParameters(call.parameters()).text("Policy", LONGEST_POLICY);
    KmsKey key = Keys.named(call);
    keep(call, key.guardedBy(accepted(text, key.arn(), call)));
    return nothing();
  }

  /** A policy that is well-formed and does not lock its author out. */
  private static PolicyDocument accepted(String text, KmsKey.KeyArn arn, Call call) {
    PolicyDocument policy = PolicyDocument.parse(text, PolicyKind.KEY);
    boolean bypass = call.parameters().flag("BypassPolicyLockoutSafetyCheck");
    PolicyQuestion later = new PolicyQuestion("kms:PutKeyPolicy", arn.toString(), call.facts());
    if (!bypass && !call.authorizer().isLetIn(call.caller(), arn.accountId(), policy, later)) {
      throw new MalformedPolicyException(
          "The new key policy will not allow you to update the key policy in the future.");
    }
    return policy;
  }

  private static void keep(Call call, KmsKey key) {
    call.cloud().account(key.arn().accountId()).orElseThrow().put(key);
    call.cloud().markChanged();
  }

  private static Answer described(KmsKey key) {
    return Answer.json(json -> write(key, json.putObject("KeyMetadata")));
  }

  private static void write(KmsKey key, ObjectNode json) {
    json.put("AWSAccountId", key.arn().accountId())
        .put("KeyId", key.id())
        .put("Arn", key.arn().toString())
        .put("CreationDate", key.created().getEpochSecond())
        .put("Enabled", key.enabled())
        .put("Description", key.description())
        .put("KeyUsage", "ENCRYPT_DECRYPT")
        .put("KeyState", state(key))
        .put("Origin", "AWS_KMS")
        .put("KeyManager", "CUSTOMER")
        .put("KeySpec", "SYMMETRIC_DEFAULT")
        .put("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")
        .put("MultiRegion", false);
    json.putArray("EncryptionAlgorithms").add("SYMMETRIC_DEFAULT");
    key.deletion().ifPresent(end -> json.put("DeletionDate", end.getEpochSecond()));
  }

  private static String state(KmsKey key) {
    if (key.deletion().isPresent()) {
      return "PendingDeletion";
    }
    return key.enabled() ? "Enabled" : "Disabled";
  }

  private static Answer nothing() {
    return Answer.json(json -> {});
  }
}
