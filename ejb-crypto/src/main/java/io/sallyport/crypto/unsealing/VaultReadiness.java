package io.sallyport.crypto.unsealing;

import io.sallyport.contract.node.NodeKind;
import io.sallyport.contract.vault.VaultState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** A decrypt node is ready while it is unsealed; a sealed one is alive and waits. */
@Readiness
@ApplicationScoped
public class VaultReadiness implements HealthCheck {
  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private Unsealing unsealing;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("vault");
    if (NodeKind.of(kind) != NodeKind.DECRYPT) {
      return answer.up().withData("role", "this node has no vault").build();
    }
    VaultState state = unsealing.state();
    return answer
        .status(state.unsealed())
        .withData("state", state.unsealed() ? "unsealed" : "sealed")
        .withData("method", state.method())
        .withData("shares", state.submitted().size() + " of " + state.threshold())
        .withData("manifest", state.manifestVersion())
        .withData("provider", state.provider())
        .build();
  }
}
