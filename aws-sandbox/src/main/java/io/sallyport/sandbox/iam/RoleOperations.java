package io.sallyport.sandbox.iam;

import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.Role;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.policy.ManagedPolicies;
import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PolicyKind;
import io.sallyport.sandbox.policy.RequestFacts;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.UrlText;
import io.sallyport.sandbox.wire.XmlBody;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Roles: create, read, change whom they trust, attach managed policies, delete. */
final class RoleOperations {
  private static final int LARGEST_TRUST_POLICY = 2048;
  private static final int LARGEST_POLICIES = 10_240;
  private final KeySource source;

  RoleOperations(KeySource source) {
    this.source = source;
  }

  Map<String, Operation> operations() {
    Map<String, Operation> operations =
        new HashMap<>(new InlinePolicies("Role", LARGEST_POLICIES, this::holder).operations());
    operations.put("CreateRole", this::create);
    operations.put("GetRole", this::get);
    operations.put("ListRoles", this::list);
    operations.put("UpdateAssumeRolePolicy", this::updateTrust);
    operations.put("DeleteRole", this::delete);
    operations.put("AttachRolePolicy", this::attach);
    operations.put("DetachRolePolicy", this::detach);
    operations.put("ListAttachedRolePolicies", this::listAttached);
    return operations;
  }

  private Answer create(Call call) {
    IamParameters parameters = new IamParameters(call.parameters());
    String name = parameters.name("RoleName");
    String path = parameters.path();
    Map<String, String> tags = call.parameters().tags("Tags.member");
    call.require(
        "arn:aws:iam::" + call.caller().accountId() + ":role" + path + name,
        call.facts()
            .withEach("aws:RequestTag/", tags)
            .with("aws:TagKeys", List.copyOf(tags.keySet())));
    Account account = call.account();
    if (account.role(name).isPresent()) {
      throw new AwsFault(409, "EntityAlreadyExists", "Role with name " + name + " already exists.");
    }
    Role role =
        new Role(
            account.id(),
            path,
            name,
            source.uniqueId("AROA"),
            call.now(),
            trust(call, parameters, "AssumeRolePolicyDocument"),
            parameters.number(
                "MaxSessionDuration",
                Role.DEFAULT_SESSION_SECONDS,
                Role.LONGEST_SESSION_SECONDS,
                Role.DEFAULT_SESSION_SECONDS),
            call.parameters().optional("Description"),
            tags,
            Map.of(),
            Map.of());
    account.put(role);
    call.cloud().markChanged();
    return Answer.of(xml -> xml.inside("Role", () -> write(xml, role)));
  }

  private Answer get(Call call) {
    Role role = permitted(call);
    return Answer.of(xml -> xml.inside("Role", () -> write(xml, role)));
  }

  private Answer list(Call call) {
    String prefix = call.parameters().optional("PathPrefix").orElse("/");
    call.require("arn:aws:iam::" + call.caller().accountId() + ":role" + prefix, call.facts());
    IamParameters.Page<Role> page =
        new IamParameters(call.parameters())
            .page(
                call.account().roles().stream()
                    .filter(role -> role.path().startsWith(prefix))
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList(),
                Role::name);
    return Answer.of(
        xml -> {
          xml.list("Roles", "member", page.items(), role -> write(xml, role));
          xml.text("IsTruncated", page.next().isPresent());
          page.next().ifPresent(marker -> xml.text("Marker", marker));
        });
  }

  private Answer updateTrust(Call call) {
    Role role = permitted(call);
    PolicyDocument trust = trust(call, new IamParameters(call.parameters()), "PolicyDocument");
    return keep(call, role.trusting(trust));
  }

  private Answer delete(Call call) {
    Role role = permitted(call);
    if (!role.allPolicies().isEmpty()) {
      throw new AwsFault(
          409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
    }
    call.account().removeRole(role.name());
    call.cloud().markChanged();
    return Answer.done();
  }

  private Answer attach(Call call) {
    Role role = permitted(call);
    String arn = policyArn(call);
    PolicyDocument policy =
        ManagedPolicies.find(arn)
            .orElseThrow(
                () ->
                    new AwsFault(
                        404,
                        "NoSuchEntity",
                        "Policy " + arn + " does not exist or is not attachable."));
    Map<String, PolicyDocument> attached = new HashMap<>(role.attached());
    attached.put(arn, policy);
    return keep(call, role.attaching(attached));
  }

  private Answer detach(Call call) {
    Role role = permitted(call);
    String arn = policyArn(call);
    Map<String, PolicyDocument> attached = new HashMap<>(role.attached());
    if (attached.remove(arn) == null) {
      throw new AwsFault(404, "NoSuchEntity", "Policy " + arn + " was not found.");
    }
    return keep(call, role.attaching(attached));
  }

  private static Answer keep(Call call, Role role) {
    call.account().put(role);
    call.cloud().markChanged();
    return Answer.done();
  }

  private Answer listAttached(Call call) {
    Role role = permitted(call);
    IamParameters.Page<String> page =
        new IamParameters(call.parameters())
            .page(List.copyOf(role.attached().keySet()), arn -> arn);
    return Answer.of(
        xml -> {
          xml.list(
              "AttachedPolicies",
              "member",
              page.items(),
              arn ->
                  xml.text("PolicyName", arn.substring(arn.lastIndexOf('/') + 1))
                      .text("PolicyArn", arn));
          xml.text("IsTruncated", page.next().isPresent());
          page.next().ifPresent(marker -> xml.text("Marker", marker));
        });
  }

  private static String policyArn(Call call) {
    return new IamParameters(call.parameters()).policyArn();
  }

  private static PolicyDocument trust(Call call, IamParameters parameters, String parameter) {
    PolicyDocument trust = parameters.document(parameter, PolicyKind.TRUST);
    if (trust.text().replaceAll("\\s", "").length() > LARGEST_TRUST_POLICY) {
      throw new AwsFault(
          409, "LimitExceeded", "Cannot exceed quota for ACLSizePerRole: " + LARGEST_TRUST_POLICY);
    }
    return new TrustPrincipals(call.cloud()).checked(trust);
  }

  private static Role permitted(Call call) {
    Role role = existing(call, new IamParameters(call.parameters()).name("RoleName"));
    call.require(role.arn(), facts(call, role));
    return role;
  }

  private InlinePolicies.Holder holder(Call call, String name) {
    Role role = existing(call, name);
    return new InlinePolicies.Holder(
        role.name(),
        role.arn(),
        facts(call, role),
        role.policies(),
        policies -> call.account().put(role.holding(policies)));
  }

  /** The role; a caller who may not see it is told so before learning whether it exists. */
  private static Role existing(Call call, String name) {
    Optional<Role> role = call.account().role(name);
    if (role.isEmpty()) {
      call.require("arn:aws:iam::" + call.caller().accountId() + ":role/" + name, call.facts());
    }
    return role.orElseThrow(
        () ->
            new AwsFault(404, "NoSuchEntity", "The role with name " + name + " cannot be found."));
  }

  private static RequestFacts facts(Call call, Role role) {
    return call.facts()
        .withEach("aws:ResourceTag/", role.tags())
        .withEach("iam:ResourceTag/", role.tags());
  }

  private static void write(XmlBody xml, Role role) {
    xml.text("Path", role.path())
        .text("RoleName", role.name())
        .text("RoleId", role.id())
        .text("Arn", role.arn())
        .text("CreateDate", role.created())
        .text("AssumeRolePolicyDocument", UrlText.encode(role.trust().text()));
    role.description().ifPresent(description -> xml.text("Description", description));
    xml.text("MaxSessionDuration", role.maxSessionSeconds())
        .tags("Tags", "member", "Key", "Value", role.tags());
  }
}
