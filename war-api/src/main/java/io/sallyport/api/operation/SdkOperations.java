package io.sallyport.api.operation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.api.aws.AwsEndpoint;
import io.sallyport.api.aws.AwsProblems;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.AllowedService;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.regions.Region;

/**
 * Calls any operation of any SDK client by its name. Clients are kept for each connection, service
 * and region, so that how AWS throttles one customer's account slows nobody else down; they share
 * one pool of connections, and hold no credentials: those travel with each request.
 */
@ApplicationScoped
public class SdkOperations {
  private static final String DRY_RUN = "DryRun";
  private static final String RANDOM = "{random}";
  private static final String WAITER = "waiter";
  private static final String REACHED = "Reached";
  private static final WaiterOverrideConfiguration ONCE =
      WaiterOverrideConfiguration.builder().maxAttempts(1).build();
  private static final long MOST_CLIENTS = 1_000;
  private static final Duration UNUSED = Duration.ofMinutes(15);

  private record ClientKey(ConnectionId connection, AllowedService service, Region region) {}

  private final Cache<ClientKey, SdkClient> clients =
      Caffeine.newBuilder()
          .maximumSize(MOST_CLIENTS)
          .expireAfterAccess(UNUSED)
          .<ClientKey, SdkClient>removalListener((key, client, cause) -> client.close())
          .build();

  /** A client has hundreds: they are gone through once for each operation of the list. */
  private final Map<String, Method> methods = new ConcurrentHashMap<>();

  private final Jsonb jsonb = JsonbBuilder.create();

  @Inject private AwsEndpoint endpoint;
  @Inject private JsonCalls json;

  /**
   * Makes the request, so that bad parameters are refused before anything is opened.
   *
   * @throws ProblemException {@code SP-PARAMETER-…}
   */
  public AwsCall prepare(AllowedOperation operation, Map<String, Object> parameters) {
    operation.requireAgreeable(parameters);
    if (operation.at().clientClass().isEmpty()) {
      return (region, credentials, connection) ->
          json.call(operation, parameters, region, credentials);
    }
    AwsRequest.Builder builder = builder(method(operation));
    PojoReader.fill((SdkPojo) builder, parameters, "parameters");
    AwsRequest request = builder.build();
    return (region, credentials, connection) ->
        call(operation, request, region, credentials, connection);
  }

  /** Whether AWS is only asked whether it would do it, by what it is sent. */
  public static boolean isDryRun(Map<String, ?> parameters) {
    return Boolean.TRUE.equals(parameters.get(DRY_RUN));
  }

  /**
   * The parameter by which AWS is only asked whether it would do it.
   *
   * @return empty when it has none for this operation
   */
  public Optional<String> dryRunParameter(AllowedOperation operation) {
    return operation.at().clientClass().isPresent()
            && ((SdkPojo) builder(method(operation)))
                .sdkFields().stream().anyMatch(SdkOperations::isDryRun)
        ? Optional.of(DRY_RUN)
        : Optional.empty();
  }

  private AwsCall.Answer call(
      AllowedOperation operation,
      AwsRequest request,
      Region region,
      AwsCredentialsProvider credentials,
      ConnectionId connection) {
    AwsRequest signed =
        request.toBuilder()
            .overrideConfiguration(
                AwsRequestOverrideConfiguration.builder().credentialsProvider(credentials).build())
            .build();
    SdkClient client = clients.get(new ClientKey(connection, operation.at(), region), this::client);
    if (operation.isWait()) {
      return look(operation, client, signed);
    }
    try {
      AwsResponse response = (AwsResponse) method(operation).invoke(client, signed);
      return new AwsCall.Answer(
          response.responseMetadata().requestId(), PojoWriter.write(response));
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeException unwrapped(InvocationTargetException e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(e.getCause());
  }

  /** Once, by the SDK's own rules for when it has come and when it never will. */
  private AwsCall.Answer look(AllowedOperation operation, SdkClient client, AwsRequest request) {
    Method wait = method(operation);
    try {
      Object waiter = clientClass(operation).getMethod(WAITER).invoke(client);
      wait.getDeclaringClass()
          .getMethod(wait.getName(), wait.getParameterTypes()[0], ONCE.getClass())
          .invoke(waiter, request, ONCE);
      return new AwsCall.Answer(null, Map.of(REACHED, true));
    } catch (InvocationTargetException e) {
      return notYet(unwrapped(e));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AwsCall.Answer notYet(RuntimeException thrown) {
    if (thrown.getCause() instanceof SdkException aws) {
      throw aws;
    }
    // The SDK has no types for these.
    String message = Objects.toString(thrown.getMessage(), "");
    if (message.contains("exceeded the max retry attempts")) {
      return new AwsCall.Answer(null, Map.of(REACHED, false));
    }
    throw message.contains("to failure state")
        ? new ProblemException(ErrorCode.WAIT_FAILED, thrown)
        : thrown;
  }

  /**
   * Asks AWS whether the operation would be allowed, by its {@code DryRun}, or, where it has none,
   * by calling it for as little as can be: what has no {@code DryRun} only reads.
   *
   * @return why it is not; empty when it is
   */
  public Optional<SdkException> rehearse(
      AllowedOperation operation,
      Region region,
      AwsCredentialsProvider credentials,
      ConnectionId connection) {
    return rehearse(operation, operation.rehearsal(), region, credentials, connection);
  }

  /** The same for what the conditions of its permissions rule out. */
  public Optional<SdkException> rehearseBeyond(
      AllowedOperation operation,
      Region region,
      AwsCredentialsProvider credentials,
      ConnectionId connection) {
    return rehearse(operation, operation.beyond(), region, credentials, connection);
  }

  private Optional<SdkException> rehearse(
      AllowedOperation operation,
      Optional<String> json,
      Region region,
      AwsCredentialsProvider credentials,
      ConnectionId connection) {
    Map<String, Object> parameters = new HashMap<>(parameters(json));
    dryRunParameter(operation).ifPresent(name -> parameters.put(name, true));
    try {
      prepare(operation, parameters).in(place(operation, region), credentials, connection);
      return Optional.empty();
    } catch (SdkException e) {
      return AwsProblems.isRehearsed(e) ? Optional.empty() : Optional.of(e);
    }
  }

  /**
   * What has to name something is rehearsed on what does not exist, so that nothing can happen: AWS
   * may say that before it says whether it would be allowed.
   */
  public static CheckOutcome rehearsed(AllowedOperation operation, SdkException thrown) {
    if (AwsProblems.isDenied(thrown)) {
      return CheckOutcome.NOT_ALLOWED;
    }
    if (!operation.at().homes().isEmpty()) {
      // Elsewhere than in the account's regions: whether it answers says nothing of the account.
      return CheckOutcome.NOT_REHEARSED;
    }
    return operation.rehearsal().isPresent() && AwsProblems.isRejected(thrown)
        ? CheckOutcome.NOT_REHEARSED
        : transientOutcome(thrown);
  }

  /** What it means that AWS said something else than yes or no. */
  public static CheckOutcome transientOutcome(SdkException thrown) {
    return AwsProblems.isThrottled(thrown) ? CheckOutcome.THROTTLED : CheckOutcome.UNREACHABLE;
  }

  /** Whether a connection's test rehearses it, from an account's region. */
  public static boolean isRehearsed(AllowedOperation operation, Region region) {
    return !operation.capabilities().isEmpty()
        && !operation.streams()
        && !operation.isWait()
        && operation.permissions().stream()
            .allMatch(permission -> permission.terms().within().isEmpty())
        && isThere(operation, region);
  }

  /** Whether AWS has that service in the partition of a region. */
  private static boolean isThere(AllowedOperation operation, Region region) {
    return operation.at().homes().isEmpty() || home(operation, region).isPresent();
  }

  private static Region place(AllowedOperation operation, Region region) {
    return home(operation, region).orElse(region);
  }

  private static Optional<Region> home(AllowedOperation operation, Region region) {
    return operation.at().home(region.id(), SdkOperations::partition).map(Region::of);
  }

  /** The partition that a region is in, as ARNs name it. */
  public static String partition(String region) {
    return Region.of(region).metadata().partition().id();
  }

  @SuppressWarnings("unchecked") // JSON: an object's names are strings
  private Map<String, Object> parameters(Optional<String> json) {
    // A name that nobody can have taken before, where all of the world shares them.
    return json.map(text -> text.replace(RANDOM, UUID.randomUUID().toString()))
        .map(text -> (Map<String, Object>) jsonb.fromJson(text, Map.class))
        .orElse(Map.of());
  }

  private static boolean isDryRun(SdkField<?> field) {
    return field.memberName().equals(DRY_RUN);
  }

  private SdkClient client(ClientKey key) {
    try {
      AwsClientBuilder<?, ?> builder =
          (AwsClientBuilder<?, ?>)
              Class.forName(key.service().clientClass().orElseThrow())
                  .getMethod("builder")
                  .invoke(null);
      endpoint.configure(
          builder, (AwsSyncClientBuilder<?, ?>) builder, key.service().endpoint(), key.region());
      return (SdkClient) builder.build();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the allow-list names no SDK client: " + key, e);
    }
  }

  private static Class<?> clientClass(AllowedOperation operation) throws ClassNotFoundException {
    return Class.forName(operation.at().clientClass().orElseThrow());
  }

  private static AwsRequest.Builder builder(Method method) {
    try {
      return (AwsRequest.Builder) method.getParameterTypes()[0].getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no builder for " + method, e);
    }
  }

  /** The client's, or its waiter's, method that takes the request, e.g. describeInstances. */
  private Method method(AllowedOperation operation) {
    return methods.computeIfAbsent(
        operation.service() + "." + operation.name(), name -> find(operation));
  }

  private static Method find(AllowedOperation operation) {
    String name = Character.toLowerCase(operation.name().charAt(0)) + operation.name().substring(1);
    try {
      Class<?> client = clientClass(operation);
      Class<?> called = operation.isWait() ? client.getMethod(WAITER).getReturnType() : client;
      for (Method method : called.getMethods()) {
        if (method.getName().equals(name)
            && method.getParameterCount() == 1
            && AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0])) {
          return method;
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the allow-list names no SDK client", e);
    }
    throw new ProblemException(ErrorCode.OPERATION_UNKNOWN);
  }

  @PreDestroy
  void close() {
    clients.invalidateAll();
    clients.cleanUp();
  }
}
