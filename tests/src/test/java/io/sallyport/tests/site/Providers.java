package io.sallyport.tests.site;

import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Beside the {@link Site}: a Keycloak, and names that the web node asks for. Started once, for the
 * first test that wants one of them.
 */
public final class Providers implements ParameterResolver {
  private static final String KEY = "providers";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Keycloak.class
        || parameter.getParameter().getType() == Names.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    RunningDemo demo = Site.demo(context);
    Running running =
        context
            .getRoot()
            .getStore(Namespace.create(Site.class))
            .getOrComputeIfAbsent(KEY, key -> new Running(demo), Running.class);
    return parameter.getParameter().getType() == Names.class ? running.names : running.keycloak;
  }

  private static final class Running implements AutoCloseable {
    private final Keycloak keycloak;
    private final Names names;

    Running(RunningDemo demo) {
      try {
        names = new Names();
        keycloak = new Keycloak(demo, Path.of(System.getProperty("sallyport.work")));
        // Both at once: each takes a while.
        Site.webNode(demo, node -> node.with("sallyport.dns", "dns://127.0.0.1:" + names.port()));
        keycloak.awaitReady();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      keycloak.close();
      names.close();
    }
  }
}
