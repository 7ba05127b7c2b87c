package io.sallyport.sandbox.iam;

import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.User;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.identity.IamUser;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.policy.RequestFacts;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.XmlBody;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users: create, read, delete. */
final class UserOperations {
  private static final int LARGEST_POLICIES = 2048;
  private final KeySource source;

  UserOperations(KeySource source) {
    this.source = source;
  }

  Map<String, Operation> operations() {
    Map<String, Operation> operations =
        new HashMap<>(new InlinePolicies("User", LARGEST_POLICIES, this::holder).operations());
    operations.put("CreateUser", this::create);
    operations.put("GetUser", this::get);
    operations.put("ListUsers", this::list);
    operations.put("DeleteUser", this::delete);
    return operations;
  }

  private Answer create(Call call) {
    IamParameters parameters = new IamParameters(call.parameters());
    String name = parameters.name("UserName");
    String path = parameters.path();
    Map<String, String> tags = call.parameters().tags("Tags.member");
    call.require(
        "arn:aws:iam::" + call.caller().accountId() + ":user" + path + name,
        call.facts()
            .withEach("aws:RequestTag/", tags)
            .with("aws:TagKeys", List.copyOf(tags.keySet())));
    Account account = call.account();
    if (account.user(name).isPresent()) {
      throw new AwsFault(409, "EntityAlreadyExists", "User with name " + name + " already exists.");
    }
    User user =
        new User(account.id(), path, name, source.uniqueId("AIDA"), call.now(), tags, Map.of());
    account.put(user);
    call.cloud().markChanged();
    return Answer.of(xml -> xml.inside("User", () -> write(xml, user)));
  }

  /** Without a name it is the caller who is asked for. */
  private Answer get(Call call) {
    Optional<String> asked = new IamParameters(call.parameters()).optionalName("UserName");
    String name =
        asked.orElseGet(
            () -> {
              if (call.caller() instanceof IamUser user) {
                return user.name();
              }
              throw new AwsFault(
                  400,
                  "ValidationError",
                  "Must specify userName when calling with non-User credentials");
            });
    User user = existing(call, name);
    call.require(user.arn(), facts(call, user));
    return Answer.of(xml -> xml.inside("User", () -> write(xml, user)));
  }

  private Answer list(Call call) {
    String prefix = call.parameters().optional("PathPrefix").orElse("/");
    call.require("arn:aws:iam::" + call.caller().accountId() + ":user" + prefix, call.facts());
    IamParameters.Page<User> page =
        new IamParameters(call.parameters())
            .page(
                call.account().users().stream()
                    .filter(user -> user.path().startsWith(prefix))
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList(),
                User::name);
    return Answer.of(
        xml -> {
          xml.list("Users", "member", page.items(), user -> write(xml, user));
          xml.text("IsTruncated", page.next().isPresent());
          page.next().ifPresent(marker -> xml.text("Marker", marker));
        });
  }

  private Answer delete(Call call) {
    User user = existing(call, new IamParameters(call.parameters()).name("UserName"));
    call.require(user.arn(), facts(call, user));
    if (!user.policies().isEmpty()) {
      throw new AwsFault(
          409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
    }
    if (!call.account().keysOf(user.name()).isEmpty()) {
      throw new AwsFault(
          409, "DeleteConflict", "Cannot delete entity, must delete access keys first.");
    }
    call.account().removeUser(user.name());
    call.cloud().markChanged();
    return Answer.done();
  }

  private InlinePolicies.Holder holder(Call call, String name) {
    User user = existing(call, name);
    return new InlinePolicies.Holder(
        user.name(),
        user.arn(),
        facts(call, user),
        user.policies(),
        policies -> call.account().put(user.holding(policies)));
  }

  /** The user; a caller who may not see it is told so before learning whether it exists. */
  static User existing(Call call, String name) {
    Optional<User> user = call.account().user(name);
    if (user.isEmpty()) {
      call.require("arn:aws:iam::" + call.caller().accountId() + ":user/" + name, call.facts());
    }
    return user.orElseThrow(
        () ->
            new AwsFault(404, "NoSuchEntity", "The user with name " + name + " cannot be found."));
  }

  static RequestFacts facts(Call call, User user) {
    return call.facts()
        .withEach("aws:ResourceTag/", user.tags())
        .withEach("iam:ResourceTag/", user.tags());
  }

  private static void write(XmlBody xml, User user) {
    xml.text("Path", user.path())
        .text("UserName", user.name())
        .text("UserId", user.id())
        .text("Arn", user.arn())
        .text("CreateDate", user.created())
        .tags("Tags", "member", "Key", "Value", user.tags());
  }
}
