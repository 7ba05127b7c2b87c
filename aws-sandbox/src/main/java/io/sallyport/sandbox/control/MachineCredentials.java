package io.sallyport.sandbox.control;

import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.Cloud;
import io.sallyport.sandbox.account.Role;
import io.sallyport.sandbox.identity.RoleSession;
import io.sallyport.sandbox.identity.SigningKey;
import io.sallyport.sandbox.snapshot.Machine;
import io.sallyport.sandbox.trail.Event;
import io.sallyport.sandbox.trail.Trail;
import io.sallyport.sandbox.wire.WireAnswer;
import io.sallyport.sandbox.wire.WireRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gives a machine temporary keys of its role, for one hour, to whoever presents the machine's
 * token; an unknown machine and a wrong token are answered alike.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">Container
 *     credential provider</a>
 */
public final class MachineCredentials {
  /** Where the endpoint is; the name of the machine follows. */
  public static final String PATH = "/sandbox/machine-credentials/";

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final String SERVICE = "ecs-tasks.amazonaws.com";
  private final Cloud cloud;
  private final Trail trail;
  private final Clock clock;
  private final Map<String, Machine> machines;

  public MachineCredentials(Cloud cloud, Trail trail, Clock clock, List<Machine> machines) {
    this.cloud = cloud;
    this.trail = trail;
    this.clock = clock;
    this.machines =
        machines.stream().collect(Collectors.toUnmodifiableMap(Machine::name, Function.identity()));
  }

  /** Answers the credentials, 401 for a wrong token, or 403 where the role cannot be assumed. */
  public WireAnswer answer(WireRequest request) {
    String token = request.header("authorization").orElse("");
    Optional<Machine> machine =
        Optional.ofNullable(machines.get(request.rawPath().substring(PATH.length())))
            .filter(known -> new SecretHash(known.tokenSha256()).fits(token));
    if (machine.isEmpty() || !request.method().equals("GET")) {
      return JsonAnswer.refusal(
          401, "Unauthorized", "The machine is unknown or its authorization token is wrong.");
    }
    return cloud.exclusively(() -> open(machine.get(), request));
  }

  private WireAnswer open(Machine machine, WireRequest request) {
    Optional<Role> role =
        cloud
            .role(machine.roleArn())
            .filter(r -> cloud.account(r.accountId()).map(Account::isActive).orElse(false));
    if (role.isEmpty()) {
      return JsonAnswer.refusal(
          403, "AccessDenied", "The role " + machine.roleArn() + " cannot be assumed.");
    }
    RoleSession session =
        new RoleSession(
            role.get().accountId(),
            role.get().name(),
            role.get().id(),
            role.get().arn(),
            machine.name(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            clock.instant());
    SigningKey key = cloud.sessions().open(session, LIFETIME);
    SigningKey.Temporary temporary = key.temporary().orElseThrow();
    record(session, request);
    return JsonAnswer.of(
        200,
        json ->
            json.put("RoleArn", session.principalArn())
                .put("AccessKeyId", key.id())
                .put("SecretAccessKey", key.secret())
                .put("Token", temporary.token())
                .put("Expiration", temporary.expires().toString()));
  }

  private void record(RoleSession session, WireRequest request) {
    trail.record(
        new Event(
            clock.instant(),
            UUID.randomUUID().toString(),
            "sts.amazonaws.com",
            "AssumeRole",
            Optional.of(SERVICE),
            Optional.of(session.accountId()),
            Optional.of(session.accountId()),
            Optional.empty(),
            Map.of("roleArn", session.principalArn(), "roleSessionName", session.sessionName()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            request.remoteAddress(),
            request.header("user-agent").orElse("")));
  }
}
