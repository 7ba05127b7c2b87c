package io.sallyport.web.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * What Sallyport proves itself with to customers' identity providers: the first private key in the
 * file that {@code sallyport.sso.key} names, a JWK or a JWK set of EC keys on P-256 or P-384. The
 * others in it are published only, so that the next one is known before it signs. Without a file
 * there is no company sign-on.
 */
@ApplicationScoped
public class SsoKey {
  private final List<ECKey> keys;

  /** For the container's proxy. */
  protected SsoKey() {
    keys = List.of();
  }

  /** Reads the file; lazily: only web nodes have one. */
  @Inject
  public SsoKey(Config config) {
    this(
        config
            .getOptionalValue("sallyport.sso.key", Path.class)
            .map(SsoKey::read)
            .orElse(List.of()));
  }

  SsoKey(List<ECKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** For the log. */
  @Override
  public String toString() {
    return keys.isEmpty() ? "no company sign-on" : "company sign-on";
  }

  private static List<ECKey> read(Path file) {
    List<ECKey> keys = new ArrayList<>();
    try {
      String text = Files.readString(file);
      List<JWK> all =
          text.contains("\"keys\"") ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
      for (JWK each : all) {
        keys.add(usable(file, each));
      }
    } catch (IOException | ParseException | JOSEException | RuntimeException e) {
      // A parser's message may quote the key.
      throw new IllegalStateException(
          "sallyport.sso.key: " + file + " holds no JWK, or JWK set, of EC keys on P-256 or P-384");
    }
    if (keys.isEmpty() || !keys.get(0).isPrivate()) {
      throw new IllegalStateException(
          "sallyport.sso.key: the first key in " + file + " must be a private one");
    }
    return keys;
  }

  private static ECKey usable(Path file, JWK key) throws JOSEException {
    if (!(key instanceof ECKey ec)
        || !(Curve.P_256.equals(ec.getCurve()) || Curve.P_384.equals(ec.getCurve()))) {
      throw new IllegalArgumentException(file.toString());
    }
    ECKey.Builder named = new ECKey.Builder(ec).keyUse(KeyUse.SIGNATURE).algorithm(algorithm(ec));
    return ec.getKeyID() == null ? named.keyIDFromThumbprint().build() : named.build();
  }

  private static JWSAlgorithm algorithm(ECKey key) {
    return Curve.P_256.equals(key.getCurve()) ? JWSAlgorithm.ES256 : JWSAlgorithm.ES384;
  }

  /** Whether this site can sign people in by their companies' providers at all. */
  public boolean isThere() {
    return !keys.isEmpty();
  }

  /**
   * The key that signs.
   *
   * @throws ProblemException {@code SP-SSO-OFF} when there is none
   */
  ECKey signing() {
    return Optional.of(keys)
        .filter(all -> !all.isEmpty())
        .orElseThrow(() -> new ProblemException(ErrorCode.SSO_OFF))
        .get(0);
  }

  /** The public halves of all. */
  JWKSet published() {
    return new JWKSet(keys.stream().<JWK>map(ECKey::toPublicJWK).toList());
  }
}
