package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.identity.Caller;
import io.sallyport.sandbox.identity.RoleSession;
import io.sallyport.sandbox.trail.Event;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the trail keeps of a call. External ids, codes and user data are replaced: whoever reads the
 * trail must not be able to use what stands in it.
 */
record CallRecord(
    String requestId,
    AwsService service,
    String action,
    Optional<Caller> caller,
    Optional<String> region,
    Parameters parameters) {
  private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
  private static final Set<String> SECRETS =
      Set.of("ExternalId", "TokenCode", "UserData", "Plaintext", "CiphertextBlob");
  private static final Set<String> PROTOCOL = Set.of("Action", "Version");

  Event event(Instant now, Optional<AwsFault> fault, String address, String userAgent) {
    Optional<RoleSession> session =
        caller.filter(RoleSession.class::isInstance).map(RoleSession.class::cast);
    return new Event(
        now,
        requestId,
        service.eventSource(),
        action,
        caller.map(Caller::arn),
        caller.map(Caller::accountId),
        caller.map(Caller::accountId),
        region,
        withoutSecrets(),
        fault.map(AwsFault::code),
        fault.map(AwsFault::getMessage),
        session.map(RoleSession::sessionName),
        session.flatMap(RoleSession::sourceIdentity),
        address,
        userAgent);
  }

  private Map<String, String> withoutSecrets() {
    Map<String, String> kept = new TreeMap<>();
    parameters
        .values()
        .forEach(
            (name, value) -> {
              if (!PROTOCOL.contains(name) && !name.startsWith("X-Amz-")) {
                kept.put(camelCase(name), SECRETS.contains(name) ? HIDDEN : value);
              }
            });
    return kept;
  }

  private static String camelCase(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
