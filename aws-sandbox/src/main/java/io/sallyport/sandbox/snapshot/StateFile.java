package io.sallyport.sandbox.snapshot;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.account.AccessKey;
import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.Cloud;
import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.account.KmsKey;
import io.sallyport.sandbox.account.Role;
import io.sallyport.sandbox.account.User;
import io.sallyport.sandbox.policy.PolicyDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Keeps all accounts in one file, which always holds either the state before a change or the one
 * after it. It holds the secrets of access keys and the material of KMS keys, and is readable by
 * its owner only; sessions are not in it.
 */
public final class StateFile {
  private static final JsonMapper JSON = new JsonMapper();
  private final Path file;
  private final Cloud cloud;

  public StateFile(Path file, Cloud cloud) {
    this.file = file.toAbsolutePath();
    this.cloud = cloud;
  }

  /** Writes the accounts as they are now. */
  public void write() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode accounts = root.putArray("accounts");
    cloud.accounts().forEach(account -> write(account, accounts.addObject()));
    try {
      AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root));
    } catch (IOException failed) {
      throw new UncheckedIOException("The state could not be written to " + file, failed);
    }
  }

  /** What the file held when the sandbox was stopped last; nothing if there is no file. */
  public Snapshot read(SnapshotReader reader) throws IOException {
    return Files.exists(file) ? reader.read(file, "state") : Snapshot.empty();
  }

  private static void write(Account account, ObjectNode json) {
    json.put("id", account.id());
    json.put("name", account.name());
    json.put("status", account.status().name());
    account.consoleCodeSha256().ifPresent(hash -> json.put("consoleCodeSha256", hash));
    ArrayNode users = json.putArray("users");
    account.users().forEach(user -> write(user, account, users.addObject()));
    ArrayNode roles = json.putArray("roles");
    account.roles().forEach(role -> write(role, roles.addObject()));
    ArrayNode instances = json.putArray("instances");
    account.instances().forEach(instance -> write(instance, instances.addObject()));
    ArrayNode kmsKeys = json.putArray("kmsKeys");
    account.kmsKeys().forEach(key -> write(key, kmsKeys.addObject()));
  }

  private static void write(KmsKey key, ObjectNode json) {
    json.put("id", key.id());
    json.put("region", key.arn().region());
    json.put("description", key.description());
    json.put("enabled", key.enabled());
    json.put("created", key.created().toString());
    key.deletion().ifPresent(end -> json.put("deletion", end.toString()));
    json.put("policy", key.policy().text());
    json.put("material", key.material());
  }

  private static void write(User user, Account account, ObjectNode json) {
    json.put("name", user.name());
    json.put("path", user.path());
    json.put("id", user.id());
    json.put("created", user.created().toString());
    tags(user.tags(), json);
    policies(user.policies(), json);
    ArrayNode keys = json.putArray("accessKeys");
    for (AccessKey key : account.keysOf(user.name())) {
      keys.addObject()
          .put("id", key.id())
          .put("secret", key.secret())
          .put("active", key.active())
          .put("created", key.created().toString());
    }
  }

  private static void write(Role role, ObjectNode json) {
    json.put("name", role.name());
    json.put("path", role.path());
    json.put("id", role.id());
    json.put("created", role.created().toString());
    role.description().ifPresent(description -> json.put("description", description));
    json.put("maxSessionSeconds", role.maxSessionSeconds());
    tags(role.tags(), json);
    json.put("trustPolicy", role.trust().text());
    policies(role.policies(), json);
    ArrayNode attached = json.putArray("attachedPolicies");
    role.attached().keySet().forEach(attached::add);
  }

  private static void write(Instance instance, ObjectNode json) {
    json.put("id", instance.id());
    json.put("reservation", instance.reservationId());
    json.put("region", instance.region());
    json.put("zone", instance.zone());
    json.put("type", instance.type());
    json.put("image", instance.imageId());
    json.put("spot", instance.spot());
    json.put("state", instance.state().written());
    json.put("stateSince", instance.stateSince().toString());
    json.put("launched", instance.launched().toString());
    json.put("privateAddress", instance.privateAddress());
    json.put("clientToken", instance.clientToken());
    tags(instance.tags(), json);
  }

  private static void tags(Map<String, String> tags, ObjectNode json) {
    ObjectNode object = json.putObject("tags");
    tags.forEach(object::put);
  }

  private static void policies(Map<String, PolicyDocument> policies, ObjectNode json) {
    ObjectNode object = json.putObject("policies");
    policies.forEach((name, policy) -> object.put(name, policy.text()));
  }
}
