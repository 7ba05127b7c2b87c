package io.sallyport.sandbox.snapshot;

import io.sallyport.sandbox.account.AccessKey;
import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.AccountStatus;
import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.account.KmsKey;
import io.sallyport.sandbox.account.Role;
import io.sallyport.sandbox.account.User;
import io.sallyport.sandbox.aws.Regions;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.kms.KeyPolicies;
import io.sallyport.sandbox.policy.ManagedPolicies;
import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PolicyKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a seed or state file. What a person leaves out of a seed (unique ids, times, addresses) is
 * made up; what is there but wrong is refused by the name of its field.
 */
public final class SnapshotReader {
  private static final String NAME = "[\\w+=,.@-]{1,64}";
  private static final String ANY_TEXT = "[\\s\\S]*";
  private static final String SHA256 = "[0-9a-f]{64}";
  private static final String BASE64_256_BITS = "[A-Za-z0-9+/]{43}=";
  private final KeySource source;
  private final Regions regions;
  private final Clock clock;

  public SnapshotReader(KeySource source, Regions regions, Clock clock) {
    this.source = source;
    this.regions = regions;
    this.clock = clock;
  }

  /**
   * Reads a file.
   *
   * @param name what messages call it: {@code seed} or {@code state}
   * @throws BadFieldException naming the field that is wrong
   */
  public Snapshot read(Path file, String name) throws IOException {
    JsonField root = JsonField.parse(Files.readString(file), name).only("accounts", "machines");
    List<Account> accounts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Set<String> keyIds = new HashSet<>();
    for (JsonField field : root.each("accounts")) {
      Account account = account(field);
      if (!seen.add(account.id())) {
        throw new BadFieldException(name + ".accounts has " + account.id() + " twice");
      }
      for (AccessKey key : account.keys()) {
        if (!keyIds.add(key.id())) {
          throw new BadFieldException(name + ".accounts has the access key " + key.id() + " twice");
        }
      }
      accounts.add(account);
    }
    return new Snapshot(
        accounts, root.each("machines").stream().map(SnapshotReader::machine).toList());
  }

  private static Machine machine(JsonField field) {
    field.only("name", "roleArn", "tokenSha256");
    return new Machine(
        field.required("name").text("[A-Za-z0-9._-]{2,64}"),
        field.required("roleArn").text("arn:aws:iam::[0-9]{12}:role/.+"),
        field.required("tokenSha256").text(SHA256));
  }

  private Account account(JsonField field) {
    field.only(
        "id",
        "name",
        "status",
        "consoleCode",
        "consoleCodeSha256",
        "users",
        "roles",
        "instances",
        "kmsKeys");
    Optional<String> code =
        field
            .optional("consoleCode")
            .map(value -> sha256(value.text("[\\s\\S]{8,256}")))
            .or(() -> field.optional("consoleCodeSha256").map(value -> value.text(SHA256)));
    Account account =
        new Account(
            field.required("id").text("[0-9]{12}"),
            field.required("name").text("[\\s\\S]{1,128}"),
            field
                .optional("status")
                .map(value -> AccountStatus.valueOf(value.text("ACTIVE|SUSPENDED")))
                .orElse(AccountStatus.ACTIVE),
            code);
    field.each("users").forEach(user -> readUser(user, account));
    field.each("roles").forEach(role -> readRole(role, account));
    field.each("instances").forEach(instance -> readInstance(instance, account));
    field.each("kmsKeys").forEach(key -> readKmsKey(key, account));
    return account;
  }

  private void readUser(JsonField field, Account account) {
    field.only("name", "path", "id", "created", "tags", "policies", "accessKeys");
    User user =
        new User(
            account.id(),
            path(field),
            field.required("name").text(NAME),
            id(field, "AIDA"),
            time(field, "created"),
            tags(field),
            policies(field));
    if (account.user(user.name()).isPresent()) {
      throw new BadFieldException("user " + user.name() + " is in " + account.id() + " twice");
    }
    account.put(user);
    for (JsonField key : field.each("accessKeys")) {
      key.only("id", "secret", "active", "created");
      account.put(
          new AccessKey(
              key.required("id").text("AKIA[A-Z0-9]{12,124}"),
              key.required("secret").text("[A-Za-z0-9/+=]{20,128}"),
              user.name(),
              key.optional("active").map(JsonField::flag).orElse(true),
              time(key, "created")));
    }
  }

  private void readRole(JsonField field, Account account) {
    field.only(
        "name",
        "path",
        "id",
        "created",
        "description",
        "maxSessionSeconds",
        "tags",
        "trustPolicy",
        "policies",
        "attachedPolicies");
    Role role =
        new Role(
            account.id(),
            path(field),
            field.required("name").text(NAME),
            id(field, "AROA"),
            time(field, "created"),
            field
                .required("trustPolicy")
                .as(f -> PolicyDocument.parse(f.document(), PolicyKind.TRUST)),
            field
                .optional("maxSessionSeconds")
                .map(f -> f.number(Role.DEFAULT_SESSION_SECONDS, Role.LONGEST_SESSION_SECONDS))
                .orElse(Role.DEFAULT_SESSION_SECONDS),
            field.optional("description").map(f -> f.text(ANY_TEXT)),
            tags(field),
            policies(field),
            attached(field));
    if (account.role(role.name()).isPresent()) {
      throw new BadFieldException("role " + role.name() + " is in " + account.id() + " twice");
    }
    account.put(role);
  }

  private void readInstance(JsonField field, Account account) {
    field.only(
        "id",
        "reservation",
        "region",
        "zone",
        "type",
        "image",
        "spot",
        "state",
        "stateSince",
        "launched",
        "privateAddress",
        "clientToken",
        "tags");
    String region = field.required("region").text(String.join("|", regions.names()));
    Instance.State state =
        field.optional("state").map(SnapshotReader::state).orElse(Instance.State.RUNNING);
    account.put(
        new Instance(
            field
                .optional("id")
                .map(f -> f.text("i-([0-9a-f]{8}|[0-9a-f]{17})"))
                .orElseGet(() -> source.resourceId("i-")),
            field
                .optional("reservation")
                .map(f -> f.text("r-[0-9a-f]{8,17}"))
                .orElseGet(() -> source.resourceId("r-")),
            region,
            field.optional("zone").map(f -> f.text(region + "[a-c]")).orElse(region + "a"),
            field.optional("type").map(f -> f.text("[a-z0-9.-]{1,32}")).orElse("t3.micro"),
            field
                .optional("image")
                .map(f -> f.text("ami-[0-9a-f]{8,17}"))
                .orElse("ami-0123456789abcdef0"),
            field.optional("spot").map(JsonField::flag).orElse(false),
            state,
            time(field, "stateSince"),
            time(field, "launched"),
            field
                .optional("privateAddress")
                .map(f -> f.text("[0-9.]{7,15}"))
                .orElse("10.1.0." + (account.instances().size() % 250 + 4)),
            field.optional("clientToken").map(f -> f.text(ANY_TEXT)).orElse(""),
            tags(field)));
  }

  private void readKmsKey(JsonField field, Account account) {
    field.only(
        "id", "region", "description", "enabled", "created", "deletion", "policy", "material");
    KmsKey key =
        new KmsKey(
            new KmsKey.KeyArn(
                field.required("region").text(String.join("|", regions.names())),
                account.id(),
                field.optional("id").map(f -> f.text(KmsKey.KeyArn.ID)).orElseGet(source::uuid)),
            field.optional("description").map(f -> f.text(ANY_TEXT)).orElse(""),
            field
                .optional("policy")
                .map(f -> f.as(text -> PolicyDocument.parse(text.document(), PolicyKind.KEY)))
                .orElseGet(() -> KeyPolicies.ofAccount(account.id())),
            field.optional("enabled").map(JsonField::flag).orElse(true),
            time(field, "created"),
            field.optional("deletion").map(f -> time(field, "deletion")),
            field
                .optional("material")
                .map(f -> f.text(BASE64_256_BITS))
                .orElseGet(source::material));
    if (account.kmsKey(key.id()).isPresent()) {
      throw new BadFieldException("KMS key " + key.id() + " is in " + account.id() + " twice");
    }
    account.put(key);
  }

  private static Instance.State state(JsonField field) {
    String written = field.text("running|stopped|terminated");
    return Arrays.stream(Instance.State.values())
        .filter(state -> state.written().equals(written))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, PolicyDocument> policies(JsonField field) {
    Map<String, PolicyDocument> policies = new TreeMap<>();
    field
        .entries("policies")
        .forEach(
            (name, value) ->
                policies.put(
                    name, value.as(f -> PolicyDocument.parse(f.document(), PolicyKind.IDENTITY))));
    return policies;
  }

  private static Map<String, PolicyDocument> attached(JsonField field) {
    Map<String, PolicyDocument> attached = new TreeMap<>();
    for (JsonField each : field.each("attachedPolicies")) {
      String arn = each.text(ANY_TEXT);
      attached.put(
          arn,
          ManagedPolicies.find(arn)
              .orElseThrow(() -> new BadFieldException(arn + " is no policy that there is")));
    }
    return attached;
  }

  private static Map<String, String> tags(JsonField field) {
    Map<String, String> tags = new TreeMap<>();
    field.entries("tags").forEach((name, value) -> tags.put(name, value.text(ANY_TEXT)));
    return tags;
  }

  private static String path(JsonField field) {
    return field.optional("path").map(f -> f.text("/|/[!-~]{1,510}/")).orElse("/");
  }

  private String id(JsonField field, String prefix) {
    return field
        .optional("id")
        .map(f -> f.text(prefix + "[A-Z0-9]{8,124}"))
        .orElseGet(() -> source.uniqueId(prefix));
  }

  private Instant time(JsonField field, String name) {
    return field
        .optional(name)
        .map(f -> f.as(value -> Instant.parse(value.text(ANY_TEXT))))
        .orElseGet(clock::instant);
  }

  /** The hash under which codes and tokens are kept, in lower-case hex. */
  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
