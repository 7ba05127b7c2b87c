package io.sallyport.api.credentials;

import io.sallyport.api.aws.AwsEndpoint;
import io.sallyport.contract.identity.RoleArn;
import io.sallyport.contract.request.Permission;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * Assumes customers' roles as the vendor's principal, whose own credentials come from the machine
 * (the SDK's default chain: instance profile, container, IRSA). What STS gives out lives in the
 * returned object, which only {@link HeldSessions} keeps, for 15 minutes, AWS's shortest. Person,
 * company, request and purpose stand in the customer's CloudTrail: as source identity, session name
 * and session tags.
 */
@ApplicationScoped
public class RoleSessions {
  private static final int SHORTEST = 900;

  private final Map<Region, StsClient> clients = new ConcurrentHashMap<>();
  private final AwsCredentialsProvider machine = DefaultCredentialsProvider.builder().build();

  @Inject private AwsEndpoint endpoint;

  /**
   * Enters.
   *
   * @return a session, cut to {@link Entry#permissions()} and {@link Entry#resources()} by a
   *     session policy
   * @throws software.amazon.awssdk.core.exception.SdkException when AWS refuses or is not there
   */
  public RoleSession enter(Entry entry) {
    Instant now = Instant.now();
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder()
            .roleArn(entry.role().toString())
            .roleSessionName(entry.sessionName())
            .durationSeconds(SHORTEST)
            .policy(sessionPolicy(entry.role(), entry.permissions(), entry.resources()));
    entry
        .attribution()
        .ifPresent(
            who ->
                request.sourceIdentity(who.person().toString()).tags(tags(who, entry.requestId())));
    entry.externalId().ifPresent(id -> request.externalId(id.toString()));
    Credentials given =
        clients
            .computeIfAbsent(entry.region(), this::client)
            .assumeRole(request.build())
            .credentials();
    return new RoleSession(
        entry.sessionName(),
        StaticCredentialsProvider.create(
            AwsSessionCredentials.create(
                given.accessKeyId(), given.secretAccessKey(), given.sessionToken())),
        now);
  }

  private static List<Tag> tags(Attribution who, UUID request) {
    return Stream.of(
            Map.entry("SallyportCompany", who.tenant().toString()),
            Map.entry("SallyportRequest", request.toString()),
            Map.entry("SallyportPurpose", who.purpose()))
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  /** AWS takes at most 2,048 characters. */
  static String sessionPolicy(RoleArn role, List<Permission> permissions, List<String> resources) {
    List<String> touched = resources.isEmpty() ? List.of("*") : resources;
    IamPolicy.Builder policy = IamPolicy.builder();
    Permission.statements(permissions)
        .forEach(
            (terms, actions) ->
                policy.addStatement(
                    statement -> {
                      statement.effect(IamEffect.ALLOW);
                      // Of what is the role's own only itself, however wide it is.
                      (terms.within().isPresent() ? List.of(role.toString()) : touched)
                          .forEach(statement::addResource);
                      actions.forEach(statement::addAction);
                      terms
                          .condition()
                          .ifPresent(
                              only ->
                                  statement.addCondition(
                                      only.operator(), only.key(), only.value()));
                    }));
    return policy.build().toJson();
  }

  private StsClient client(Region region) {
    StsClientBuilder builder = StsClient.builder().credentialsProvider(machine);
    endpoint.configure(builder, builder, "sts", region);
    return builder.build();
  }

  @PreDestroy
  void close() {
    clients.values().forEach(StsClient::close);
  }
}
