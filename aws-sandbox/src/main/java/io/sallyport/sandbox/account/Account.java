package io.sallyport.sandbox.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One AWS account and everything in it. Guarded by the {@link Cloud} that holds it; names of users
 * and roles are unique without regard to case, as in IAM.
 */
public final class Account {
  private final String id;
  private final String name;
  private final Optional<String> consoleCodeSha256;
  private AccountStatus status;
  private final Map<String, User> users = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, AccessKey> keys = new LinkedHashMap<>();
  private final Map<String, Role> roles = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Instance> instances = new LinkedHashMap<>();
  private final Map<String, KmsKey> kmsKeys = new LinkedHashMap<>();

  /**
   * An empty account.
   *
   * @param consoleCodeSha256 hex of the hash of its console code, absent if it has no console
   */
  public Account(String id, String name, AccountStatus status, Optional<String> consoleCodeSha256) {
    this.id = id;
    this.name = name;
    this.status = status;
    this.consoleCodeSha256 = consoleCodeSha256;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Optional<String> consoleCodeSha256() {
    return consoleCodeSha256;
  }

  public AccountStatus status() {
    return status;
  }

  public boolean isActive() {
    return status == AccountStatus.ACTIVE;
  }

  public void become(AccountStatus newStatus) {
    status = newStatus;
  }

  public List<User> users() {
    return List.copyOf(users.values());
  }

  public Optional<User> user(String userName) {
    return Optional.ofNullable(users.get(userName));
  }

  public void put(User user) {
    users.put(user.name(), user);
  }

  public void removeUser(String userName) {
    users.remove(userName);
  }

  public List<AccessKey> keys() {
    return List.copyOf(keys.values());
  }

  public List<AccessKey> keysOf(String userName) {
    return keys.values().stream().filter(key -> key.userName().equals(userName)).toList();
  }

  public Optional<AccessKey> key(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }

  public void put(AccessKey key) {
    keys.put(key.id(), key);
  }

  public void removeKey(String keyId) {
    keys.remove(keyId);
  }

  public List<Role> roles() {
    return List.copyOf(roles.values());
  }

  public Optional<Role> role(String roleName) {
    return Optional.ofNullable(roles.get(roleName));
  }

  public void put(Role role) {
    roles.put(role.name(), role);
  }

  public void removeRole(String roleName) {
    roles.remove(roleName);
  }

  public List<Instance> instances() {
    return List.copyOf(instances.values());
  }

  public List<Instance> instances(String region) {
    return instances.values().stream().filter(i -> i.region().equals(region)).toList();
  }

  public Optional<Instance> instance(String region, String instanceId) {
    return Optional.ofNullable(instances.get(instanceId)).filter(i -> i.region().equals(region));
  }

  public void put(Instance instance) {
    instances.put(instance.id(), instance);
  }

  public void removeInstance(String instanceId) {
    instances.remove(instanceId);
  }

  public List<KmsKey> kmsKeys() {
    return List.copyOf(kmsKeys.values());
  }

  public Optional<KmsKey> kmsKey(String keyId) {
    return Optional.ofNullable(kmsKeys.get(keyId));
  }

  public void put(KmsKey key) {
    kmsKeys.put(key.id(), key);
  }
}
