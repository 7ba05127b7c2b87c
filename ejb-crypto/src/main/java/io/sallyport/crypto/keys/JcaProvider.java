package io.sallyport.crypto.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.security.InvalidParameterException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Optional;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The JCA provider that {@code sallyport.crypto.provider} names. Named, never guessed: a provider
 * that is missing stops the node. Two of them cannot do everything, and what they lack goes to a
 * named place too: SunJCE has its elliptic curves in SunEC, its RSA keys in SunRsaSign and its
 * digests in SUN; the Amazon Corretto Crypto Provider has AES-GCM but neither AES/CFB nor AES key
 * wrap, which stay with the JVM's own order.
 */
@ApplicationScoped
public class JcaProvider {
  /** Amazon Corretto Crypto Provider. */
  public static final String CORRETTO = "AmazonCorrettoCryptoProvider";

  private static final String SUN = "SunJCE";

  private final Provider named;
  private final PrivateKeyProviders privateKeys;
  private final Provider signatures;
  private final Provider content;
  private final Provider digests;

  /** For the container's proxy. */
  protected JcaProvider() {
    this(Optional.empty());
  }

  /**
   * Finds the provider.
   *
   * @param name as in JCA; empty means the JVM's own order of preference
   * @throws KeyFileException when this JVM does not have it
   */
  @Inject
  public JcaProvider(@ConfigProperty(name = "sallyport.crypto.provider") Optional<String> name) {
    named = name.map(JcaProvider::installed).orElse(null);
    if (named == null) {
      privateKeys = new PrivateKeyProviders(Optional.empty(), Optional.empty(), Optional.empty());
      signatures = null;
      content = null;
      digests = null;
    } else if (SUN.equals(named.getName())) {
      signatures = installed("SunEC");
      privateKeys =
          new PrivateKeyProviders(
              Optional.of(named), Optional.of(installed("SunRsaSign")), Optional.of(signatures));
      content = named;
      digests = installed("SUN");
    } else {
      privateKeys = PrivateKeyProviders.all(named);
      signatures = named;
      content = CORRETTO.equals(named.getName()) ? null : named;
      digests = content;
    }
  }

  /**
   * A provider that is installed in the JVM, or that the class path offers.
   *
   * @throws KeyFileException when there is none of that name
   */
  static Provider installed(String name) {
    Provider found = Security.getProvider(name);
    if (found != null) {
      return found;
    }
    return ServiceLoader.load(Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(offered -> name.equals(offered.getName()))
        .findFirst()
        .orElseThrow(
            () ->
                new KeyFileException(
                    "sallyport.crypto.provider names \""
                        + name
                        + "\", which this JVM does not have"));
  }

  /**
   * The JDK's PKCS #11 provider for a token.
   *
   * @param configuration as SunPKCS11 reads it: the library, and the slot
   * @throws KeyFileException when the library or the slot is not there
   */
  public static Provider token(Path configuration) {
    try {
      return installed("SunPKCS11").configure(configuration.toString());
    } catch (InvalidParameterException | ProviderException e) {
      throw new KeyFileException(configuration + ": no PKCS #11 token opens with it", e);
    }
  }

  /** Its name and version; {@code JVM} when configuration names none. */
  public String describe() {
    return provider().map(known -> known.getName() + " " + known.getVersionStr()).orElse("JVM");
  }

  /** The named provider; empty means the JVM's own order of preference. */
  public Optional<Provider> provider() {
    return Optional.ofNullable(named);
  }

  /** Who works with private keys that are in files. */
  public PrivateKeyProviders privateKeys() {
    return privateKeys;
  }

  /** Who makes and checks signatures. */
  public Optional<Provider> signatures() {
    return Optional.ofNullable(signatures);
  }

  /** Who derives keys. */
  public Optional<Provider> digests() {
    return Optional.ofNullable(digests);
  }

  /** Who does AES-GCM. */
  public Optional<Provider> authenticated() {
    return provider();
  }

  /** Who does AES in other modes. */
  public Optional<Provider> content() {
    return Optional.ofNullable(content);
  }
}
