package io.sallyport.sandbox.account;

import io.sallyport.sandbox.identity.Caller;
import io.sallyport.sandbox.identity.IamUser;
import io.sallyport.sandbox.identity.RoleSession;
import io.sallyport.sandbox.identity.SigningKey;
import io.sallyport.sandbox.policy.PolicyDocument;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * All accounts. Whoever reads or changes them does so inside {@link #exclusively}, which tells the
 * keeper of the state file when something changed.
 */
public final class Cloud {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Account> accounts = new TreeMap<>();
  private final Sessions sessions;
  private Runnable keeper = () -> {};
  private boolean changed;

  public Cloud(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Names what is to be run, inside the lock, after each change. */
  public void keptBy(Runnable newKeeper) {
    keeper = newKeeper;
  }

  /** Runs the work while nobody else reads or changes accounts. */
  public <T> T exclusively(Supplier<T> work) {
    lock.lock();
    try {
      T result = work.get();
      if (changed && lock.getHoldCount() == 1) {
        changed = false;
        keeper.run();
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  /** Says that the running work changed something worth keeping. */
  public void markChanged() {
    changed = true;
  }

  public Collection<Account> accounts() {
    return List.copyOf(accounts.values());
  }

  public Optional<Account> account(String id) {
    return Optional.ofNullable(accounts.get(id));
  }

  public void add(Account account) {
    accounts.put(account.id(), account);
  }

  public Sessions sessions() {
    return sessions;
  }

  /** The role of that exact ARN. */
  public Optional<Role> role(String arn) {
    return Arn.parse(arn)
        .filter(parsed -> parsed.kind() == Arn.Kind.ROLE)
        .flatMap(parsed -> account(parsed.accountId()).flatMap(a -> a.role(parsed.name())))
        .filter(role -> role.arn().equals(arn));
  }

  /** The user of that exact ARN. */
  public Optional<User> user(String arn) {
    return Arn.parse(arn)
        .filter(parsed -> parsed.kind() == Arn.Kind.USER)
        .flatMap(parsed -> account(parsed.accountId()).flatMap(a -> a.user(parsed.name())))
        .filter(user -> user.arn().equals(arn));
  }

  /** The key that signs under that id, whether or not it is still good. */
  public Optional<SigningKey> signingKey(String keyId) {
    if (keyId.startsWith("ASIA")) {
      return sessions.find(keyId);
    }
    for (Account account : accounts.values()) {
      Optional<SigningKey> found =
          account
              .key(keyId)
              .filter(AccessKey::active)
              .flatMap(
                  key ->
                      account
                          .user(key.userName())
                          .map(
                              user ->
                                  new SigningKey(
                                      key.id(),
                                      key.secret(),
                                      Optional.empty(),
                                      user.calling(false))));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the caller still exists in an account in use: a session ends with its role, a user's
   * temporary keys end with the user.
   */
  public boolean isInForce(Caller caller) {
    Optional<Account> account = account(caller.accountId()).filter(Account::isActive);
    if (caller instanceof RoleSession session) {
      return account
          .flatMap(a -> a.role(session.roleName()))
          .filter(role -> role.id().equals(session.roleId()))
          .isPresent();
    }
    IamUser user = (IamUser) caller;
    return account
        .flatMap(a -> a.user(user.name()))
        .filter(found -> found.id().equals(user.userId()))
        .isPresent();
  }

  /** The identity policies that the caller holds now. */
  public List<PolicyDocument> policiesOf(Caller caller) {
    Optional<Account> account = account(caller.accountId());
    if (caller instanceof RoleSession session) {
      return account
          .flatMap(a -> a.role(session.roleName()))
          .map(Role::allPolicies)
          .orElse(List.of());
    }
    return account
        .flatMap(a -> a.user(((IamUser) caller).name()))
        .map(user -> List.copyOf(user.policies().values()))
        .orElse(List.of());
  }

  /** The tags of the user or role behind the caller, a session's own over those of its role. */
  public Map<String, String> tagsOf(Caller caller) {
    Optional<Account> account = account(caller.accountId());
    if (caller instanceof RoleSession session) {
      Map<String, String> tags =
          new TreeMap<>(
              account.flatMap(a -> a.role(session.roleName())).map(Role::tags).orElse(Map.of()));
      tags.putAll(session.tags());
      return tags;
    }
    return account.flatMap(a -> a.user(((IamUser) caller).name())).map(User::tags).orElse(Map.of());
  }
}
