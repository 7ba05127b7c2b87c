package io.sallyport.crypto.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The JCA provider that does the private and the content cryptography, by the name in {@code
 * sallyport.crypto.provider}. Named, never guessed: a provider that is missing stops the node.
 */
@ApplicationScoped
public class JcaProvider {
  private final Provider provider;

  /** For the container's proxy. */
  protected JcaProvider() {
    provider = null;
  }

  @Inject
  public JcaProvider(@ConfigProperty(name = "sallyport.crypto.provider") Optional<String> name) {
    provider = name.map(JcaProvider::installed).orElse(null);
  }

  private static Provider installed(String name) {
    Provider found = Security.getProvider(name);
    if (found == null) {
      throw new KeyFileException(
          "sallyport.crypto.provider names \"" + name + "\", which this JVM does not have");
    }
    return found;
  }

  /** Its name and version; {@code JVM} when configuration names none. */
  public String describe() {
    return provider().map(named -> named.getName() + " " + named.getVersionStr()).orElse("JVM");
  }

  /** The named provider; empty means the JVM's own order of preference. */
  public Optional<Provider> provider() {
    return Optional.ofNullable(provider);
  }
}
