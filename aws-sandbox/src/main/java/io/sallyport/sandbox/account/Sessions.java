package io.sallyport.sandbox.account;

import io.sallyport.sandbox.identity.Caller;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.identity.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The temporary keys that were given out, kept in memory only and bounded: the oldest go first.
 *
 * <p>They can be made to age faster than the clock, so that expiry can be shown without waiting.
 */
public final class Sessions {
  private static final int MOST = 50_000;
  private static final Duration REMEMBERED_AFTER_END = Duration.ofHours(1);
  private final KeySource source;
  private final Clock clock;
  private final Map<String, SigningKey> keys = new LinkedHashMap<>();
  private Duration ahead = Duration.ZERO;

  public Sessions(KeySource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** New keys of which the caller is told the same end that they have on an unhurried clock. */
  public synchronized SigningKey open(Caller caller, Duration duration) {
    Instant end = clock.instant().plus(duration);
    SigningKey key =
        new SigningKey(
            source.uniqueId("ASIA"),
            source.secret(),
            Optional.of(new SigningKey.Temporary(source.token(), end)),
            caller);
    forgetOld();
    keys.put(key.id(), new SigningKey(key.id(), key.secret(), aged(key), caller));
    return key;
  }

  /** The keys of that id, expired ones among them for a while. */
  public synchronized Optional<SigningKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** Whether the end of these keys has come. */
  public synchronized boolean isOver(SigningKey.Temporary temporary) {
    return !now().isBefore(temporary.expires());
  }

  /** Makes every session that much older. */
  public synchronized void age(Duration by) {
    ahead = ahead.plus(by);
  }

  /** Makes the sessions in one account that much older. */
  public synchronized void age(String account, Duration by) {
    keys.replaceAll((id, key) -> key.caller().accountId().equals(account) ? older(key, by) : key);
  }

  private static SigningKey older(SigningKey key, Duration by) {
    return new SigningKey(
        key.id(),
        key.secret(),
        key.temporary().map(t -> new SigningKey.Temporary(t.token(), t.expires().minus(by))),
        key.caller());
  }

  private Optional<SigningKey.Temporary> aged(SigningKey key) {
    return key.temporary().map(t -> new SigningKey.Temporary(t.token(), t.expires().plus(ahead)));
  }

  private Instant now() {
    return clock.instant().plus(ahead);
  }

  private void forgetOld() {
    if (keys.size() >= MOST) {
      Instant limit = now().minus(REMEMBERED_AFTER_END);
      keys.values().removeIf(k -> k.temporary().orElseThrow().expires().isBefore(limit));
    }
    while (keys.size() >= MOST) {
      keys.remove(keys.keySet().iterator().next());
    }
  }
}
