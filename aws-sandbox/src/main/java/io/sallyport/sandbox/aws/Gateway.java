package io.sallyport.sandbox.aws;

import io.sallyport.sandbox.account.Arn;
import io.sallyport.sandbox.account.Cloud;
import io.sallyport.sandbox.account.KmsKey.KeyArn;
import io.sallyport.sandbox.identity.Caller;
import io.sallyport.sandbox.policy.MalformedPolicyException;
import io.sallyport.sandbox.signature.PresentedSignature;
import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.signature.SignatureVerifier;
import io.sallyport.sandbox.trail.Trail;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import io.sallyport.sandbox.wire.WireAnswer;
import io.sallyport.sandbox.wire.WireBody;
import io.sallyport.sandbox.wire.WireRequest;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Answers the AWS protocols: no operation runs unless its caller's signature was verified, and
 * every call that reached a service is in the trail, refused ones too.
 */
public final class Gateway {
  private final Cloud cloud;
  private final SignatureVerifier verifier;
  private final Authorizer authorizer;
  private final Faults faults;
  private final Trail trail;
  private final Clock clock;
  private final Map<AwsService, Map<String, Operation>> operations;

  public Gateway(
      Cloud cloud,
      SignatureVerifier verifier,
      Authorizer authorizer,
      Faults faults,
      Trail trail,
      Clock clock,
      Map<AwsService, Map<String, Operation>> operations) {
    this.cloud = cloud;
    this.verifier = verifier;
    this.authorizer = authorizer;
    this.faults = faults;
    this.trail = trail;
    this.clock = clock;
    this.operations = Map.copyOf(operations);
  }

  /** Whether a request is for a service whose requests have paths. */
  public static boolean isForService(WireRequest request) {
    return Asked.hasPath(request);
  }

  /** Answers one request. */
  public WireAnswer answer(WireRequest request) {
    Exchange exchange = new Exchange(request);
    try {
      Answer answer = exchange.run();
      exchange.record(Optional.empty());
      return exchange.succeed(answer);
    } catch (AwsFault fault) {
      return exchange.fail(fault);
    } catch (SignatureRefusal refusal) {
      return exchange.fail(exchange.dialect().refused(refusal));
    } catch (MalformedPolicyException malformed) {
      return exchange.fail(exchange.dialect().malformedPolicy(malformed.getMessage()));
    }
  }

  /** What is known of a request so far, so that a refusal at any point can be told and recorded. */
  private final class Exchange {
    private final String requestId = UUID.randomUUID().toString();
    private final WireRequest request;
    private final Asked asked;
    private AwsService service;
    private Parameters parameters = Parameters.none();
    private Optional<String> region = Optional.empty();
    private Optional<Caller> caller = Optional.empty();
    private Optional<Faults.Kind> struck = Optional.empty();

    Exchange(WireRequest request) {
      this.request = request;
      this.asked = Asked.of(request);
      this.service = asked.service();
    }

    Dialect dialect() {
      return asked.dialect(service);
    }

    Answer run() {
      PresentedSignature presented = PresentedSignature.of(request);
      service =
          AwsService.ofScope(presented.scope().service())
              .orElseThrow(
                  () ->
                      new AwsFault(
                          403,
                          "SignatureDoesNotMatch",
                          "Credential should be scoped to correct service: "
                              + AwsService.scopeNames().replace("|", ", ")
                              + ". "));
      region = Optional.of(presented.scope().region());
      Caller verified = cloud.exclusively(() -> verifier.verify(request, presented));
      caller = Optional.of(verified);
      parameters = asked.parameters();
      String action = asked.action();
      if (action.isEmpty()) {
        throw new AwsFault(400, "MissingAction", "The request must contain the parameter Action");
      }
      struck = faults.take(service, action, touched(), region.orElseThrow());
      strikeBefore();
      Operation operation = operations.get(service).get(action);
      if (operation == null) {
        throw dialect().unknownAction(action, asked.version());
      }
      Answer answer = cloud.exclusively(() -> operation.perform(call(verified)));
      if (struck.equals(Optional.of(Faults.Kind.LOST))) {
        throw dialect().broken();
      }
      return answer;
    }

    WireAnswer succeed(Answer answer) {
      if (answer instanceof Answer.Content content) {
        Map<String, String> headers = new HashMap<>(content.headers());
        headers.put("x-amz-request-id", requestId);
        return new WireAnswer(
            content.status(), "application/octet-stream", content.body(), headers);
      }
      return respond(200, dialect().success(asked.action(), requestId, answer));
    }

    private void strikeBefore() {
      if (struck.isEmpty()) {
        return;
      }
      try {
        Faults.before(struck.get(), service);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw dialect().broken();
      }
    }

    private Call call(Caller verified) {
      return new Call(
          service,
          asked.action(),
          region.orElseThrow(),
          verified,
          parameters,
          requestId,
          clock.instant(),
          authorizer.facts(
              verified,
              region.orElseThrow(),
              request.remoteAddress(),
              request.secure(),
              request.header("user-agent").orElse("")),
          cloud,
          authorizer);
    }

    /** The accounts of the caller and of the role or key it wants. */
    private Set<String> touched() {
      Set<String> accounts = new HashSet<>();
      caller.ifPresent(c -> accounts.add(c.accountId()));
      target().ifPresent(accounts::add);
      return accounts;
    }

    private Optional<String> target() {
      return parameters
          .optional("RoleArn")
          .flatMap(Arn::parse)
          .map(Arn::accountId)
          .or(() -> parameters.optional("KeyId").flatMap(KeyArn::parse).map(KeyArn::accountId));
    }

    WireAnswer fail(AwsFault fault) {
      record(Optional.of(fault));
      return respond(fault.status(), dialect().failure(fault, requestId));
    }

    WireAnswer respond(int status, byte[] body) {
      return new WireAnswer(
          status,
          dialect().contentType(),
          struck.equals(Optional.of(Faults.Kind.HALF)) ? WireBody.halfOf(body) : WireBody.of(body),
          headers());
    }

    private Map<String, String> headers() {
      Map<String, String> headers = new HashMap<>(dialect().headers());
      headers.put("x-amzn-RequestId", requestId);
      return headers;
    }

    void record(Optional<AwsFault> fault) {
      CallRecord entry =
          new CallRecord(requestId, service, asked.action(), caller, region, parameters);
      var event =
          entry.event(
              clock.instant(),
              fault,
              request.remoteAddress(),
              request.header("user-agent").orElse(""));
      trail.record(event);
      Optional<String> other =
          target()
              .filter(account -> fault.isEmpty() && !event.account().equals(Optional.of(account)));
      other.ifPresent(account -> trail.record(event.seenBy(account)));
    }
  }
}
