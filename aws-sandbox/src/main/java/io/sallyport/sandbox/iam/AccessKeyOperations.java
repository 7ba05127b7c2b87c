package io.sallyport.sandbox.iam;

import io.sallyport.sandbox.account.AccessKey;
import io.sallyport.sandbox.account.User;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.identity.IamUser;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.XmlBody;
import java.util.Map;
import java.util.Optional;

/** Long-term keys of users, at most two each. The secret is told once, when the key is made. */
final class AccessKeyOperations {
  private static final int MOST_KEYS = 2;
  private final KeySource source;

  AccessKeyOperations(KeySource source) {
    this.source = source;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "CreateAccessKey", this::create,
        "DeleteAccessKey", this::delete,
        "ListAccessKeys", this::list);
  }

  private Answer create(Call call) {
    User user = permitted(call);
    if (call.account().keysOf(user.name()).size() >= MOST_KEYS) {
      throw new AwsFault(
          409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: " + MOST_KEYS);
    }
    AccessKey key =
        new AccessKey(source.uniqueId("AKIA"), source.secret(), user.name(), true, call.now());
    call.account().put(key);
    call.cloud().markChanged();
    return Answer.of(
        xml ->
            xml.inside(
                "AccessKey",
                () -> {
                  describe(xml, key);
                  xml.text("SecretAccessKey", key.secret());
                }));
  }

  private Answer delete(Call call) {
    User user = permitted(call);
    String id = call.parameters().optional("AccessKeyId").orElse("");
    AccessKey key =
        call.account()
            .key(id)
            .filter(found -> found.userName().equals(user.name()))
            .orElseThrow(
                () ->
                    new AwsFault(
                        404, "NoSuchEntity", "The Access Key with id " + id + " cannot be found."));
    call.account().removeKey(key.id());
    call.cloud().markChanged();
    return Answer.done();
  }

  private Answer list(Call call) {
    User user = permitted(call);
    return Answer.of(
        xml ->
            xml.text("UserName", user.name())
                .list(
                    "AccessKeyMetadata",
                    "member",
                    call.account().keysOf(user.name()),
                    key -> describe(xml, key))
                .text("IsTruncated", false));
  }

  /** The user named, or the caller where none is named. */
  private static User permitted(Call call) {
    String name =
        new IamParameters(call.parameters())
            .optionalName("UserName")
            .or(
                () ->
                    call.caller() instanceof IamUser caller
                        ? Optional.of(caller.name())
                        : Optional.empty())
            .orElseThrow(
                () ->
                    new AwsFault(
                        400,
                        "ValidationError",
                        "Must specify userName when calling with non-User credentials"));
    User user = UserOperations.existing(call, name);
    call.require(user.arn(), UserOperations.facts(call, user));
    return user;
  }

  private static void describe(XmlBody xml, AccessKey key) {
    xml.text("UserName", key.userName())
        .text("AccessKeyId", key.id())
        .text("Status", key.active() ? "Active" : "Inactive")
        .text("CreateDate", key.created());
  }
}
