package io.sallyport.api.dispatch;

import io.sallyport.contract.onpremise.DialledOrder;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;

/** Puts {@link DialEndpoint} where companies' nodes look for it, and no other endpoint anywhere. */
public class DialConfig implements ServerApplicationConfig {
  @Override
  public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
    return Set.of(
        ServerEndpointConfig.Builder.create(DialEndpoint.class, DialledOrder.PATH).build());
  }

  @Override
  public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
    return Set.of();
  }
}
