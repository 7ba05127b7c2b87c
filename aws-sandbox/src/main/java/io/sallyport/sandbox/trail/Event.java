package io.sallyport.sandbox.trail;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One call, allowed or refused. Secrets among its parameters were replaced before it was made.
 *
 * @param account of the caller; empty if the signature named nobody
 * @param recipient the account in whose trail the event is kept
 */
public record Event(
    Instant time,
    String requestId,
    String source,
    String name,
    Optional<String> principal,
    Optional<String> account,
    Optional<String> recipient,
    Optional<String> region,
    Map<String, String> parameters,
    Optional<String> errorCode,
    Optional<String> errorMessage,
    Optional<String> sessionName,
    Optional<String> sourceIdentity,
    String sourceAddress,
    String userAgent) {
  public Event {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** The same event as another account's trail has it. */
  public Event seenBy(String otherAccount) {
    return new Event(
        time,
        requestId,
        source,
        name,
        principal,
        account,
        Optional.of(otherAccount),
        region,
        parameters,
        errorCode,
        errorMessage,
        sessionName,
        sourceIdentity,
        sourceAddress,
        userAgent);
  }
}
