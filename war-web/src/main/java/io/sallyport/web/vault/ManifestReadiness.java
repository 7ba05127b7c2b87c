package io.sallyport.web.vault;

import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.manifest.CurrentManifest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells which manifest a web node goes by and how long it lasts. A node without one is ready all
 * the same: custodians must be able to sign in and publish one.
 */
@Readiness
@ApplicationScoped
public class ManifestReadiness implements HealthCheck {
  private static final Duration SOON = Duration.ofDays(7);

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private CurrentManifest current;
  @Inject private FirstManifest first;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("manifest");
    if (NodeKind.of(kind) != NodeKind.WEB) {
      return answer.up().build();
    }
    Optional<CurrentManifest.Verified> latest;
    try {
      latest = current.latest();
    } catch (ProblemException e) {
      return answer.up().withData("error", e.problem().code()).build();
    }
    answer.status(!first.isPending());
    latest.ifPresentOrElse(
        known -> {
          Instant expires = known.manifest().expires();
          answer
              .withData("version", known.manifest().version())
              .withData("expires", expires.toString())
              .withData("expiresSoon", Instant.now().plus(SOON).isAfter(expires));
        },
        () -> answer.withData("version", "none"));
    return answer.build();
  }
}
