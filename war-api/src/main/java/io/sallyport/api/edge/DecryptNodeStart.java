package io.sallyport.api.edge;

import io.sallyport.api.aws.AwsEndpoint;
import io.sallyport.contract.address.Network;
import io.sallyport.contract.node.CompilerCheck;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.contract.onpremise.Gates;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps a decrypt node from starting with an AWS endpoint that is none. */
@Singleton
@Startup
public class DecryptNodeStart {
  private static final Logger LOG = Logger.getLogger(DecryptNodeStart.class.getName());

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private AwsEndpoint endpoint;
  @Inject private Config config;

  @PostConstruct
  void check() {
    CompilerCheck.requireReadable();
    if (NodeKind.of(kind) == NodeKind.DECRYPT) {
      LOG.info("Asking " + endpoint);
      for (String networks : List.of("sallyport.onprem.private", "sallyport.onprem.outgoing")) {
        requireReadable(networks, Network::list);
      }
      requireReadable("sallyport.onprem.gates", Gates::list);
    }
  }

  private void requireReadable(String name, Consumer<String> reader) {
    try {
      reader.accept(config.getOptionalValue(name, String.class).orElse(""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
