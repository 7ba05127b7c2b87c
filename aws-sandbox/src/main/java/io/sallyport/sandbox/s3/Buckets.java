package io.sallyport.sandbox.s3;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The buckets of all accounts; in memory only, so that they are gone when the sandbox stops. */
public final class Buckets {
  /** An object's facts. */
  record Stored(long size, Instant modified) {}

  /** A bucket. */
  record Bucket(String account, Instant created, SortedMap<String, Stored> objects) {}

  private final Map<String, Bucket> buckets = new TreeMap<>();

  /**
   * Puts an object of that size, and makes its bucket if there is none.
   *
   * @return whether the bucket is, or was free to become, this account's
   */
  public synchronized boolean put(
      String account, String bucket, String key, long size, Instant now) {
    Bucket of = buckets.computeIfAbsent(bucket, name -> new Bucket(account, now, new TreeMap<>()));
    if (!of.account().equals(account)) {
      return false;
    }
    of.objects().put(key, new Stored(size, now));
    return true;
  }

  synchronized Optional<Bucket> find(String name) {
    return Optional.ofNullable(buckets.get(name))
        .map(found -> new Bucket(found.account(), found.created(), new TreeMap<>(found.objects())));
  }

  synchronized SortedMap<String, Instant> of(String account) {
    SortedMap<String, Instant> own = new TreeMap<>();
    buckets.forEach(
        (name, bucket) -> {
          if (bucket.account().equals(account)) {
            own.put(name, bucket.created());
          }
        });
    return own;
  }
}
