package io.sallyport.crypto.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether this node's cryptography runs in a FIPS 140 validated module, and whether it has to, as
 * {@code sallyport.crypto.fips} says: {@code off} (the default), {@code required} (the Bouncy
 * Castle FIPS module does the work and stands first among the JVM's providers) or {@code
 * approved-only} (besides, the module itself refuses whatever is not approved).
 */
@ApplicationScoped
public class FipsState {
  private static final String MODULE = "BCFIPS";
  private static final String REGISTRAR = "org.bouncycastle.crypto.CryptoServicesRegistrar";

  private final Demand demand;
  private final JcaProvider provider;

  /** What a site demands. */
  private enum Demand {
    OFF("off"),
    REQUIRED("required"),
    APPROVED_ONLY("approved-only");

    private final String configured;

    Demand(String configured) {
      this.configured = configured;
    }

    static Demand of(String configured) {
      for (Demand demand : values()) {
        if (demand.configured.equals(configured)) {
          return demand;
        }
      }
      throw new IllegalArgumentException(
          "sallyport.crypto.fips must be \"off\", \"required\" or \"approved-only\", not \""
              + configured
              + "\"");
    }
  }

  /** For the container's proxy. */
  protected FipsState() {
    demand = Demand.OFF;
    provider = null;
  }

  /**
   * Reads the demand.
   *
   * @throws IllegalArgumentException for any other word
   */
  @Inject
  public FipsState(
      @ConfigProperty(name = "sallyport.crypto.fips") Optional<String> demand,
      JcaProvider provider) {
    this.demand = Demand.of(demand.orElse(Demand.OFF.configured));
    this.provider = provider;
  }

  /** In words, for the health endpoint. */
  public String describe() {
    Provider named = provider.provider().orElse(null);
    if (named == null || !MODULE.equals(named.getName())) {
      return "not a FIPS module";
    }
    return approvedOnly(named) ? "FIPS module, approved-only" : "FIPS module";
  }

  /**
   * Compares what is demanded with what there is.
   *
   * @throws KeyFileException saying what is missing
   */
  public void check() {
    if (demand == Demand.OFF) {
      return;
    }
    Provider named = provider.provider().orElse(null);
    require(
        named != null && MODULE.equals(named.getName()),
        "sallyport.crypto.provider must be " + MODULE);
    require(
        MODULE.equals(Security.getProviders()[0].getName()),
        MODULE
            + " must be the first security provider of the JVM, but "
            + Security.getProviders()[0].getName()
            + " is");
    require(
        demand == Demand.REQUIRED || approvedOnly(named),
        "the JVM must run with -Dorg.bouncycastle.fips.approved_only=true");
  }

  private void require(boolean condition, String what) {
    if (!condition) {
      throw new KeyFileException("sallyport.crypto.fips is " + demand.configured + ": " + what);
    }
  }

  /** Asked by reflection: the module's classes are not on the application's class path. */
  private static boolean approvedOnly(Provider module) {
    try {
      return (boolean)
          Class.forName(REGISTRAR, true, module.getClass().getClassLoader())
              .getMethod("isInApprovedOnlyMode")
              .invoke(null);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
