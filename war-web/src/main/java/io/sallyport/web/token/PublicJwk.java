package io.sallyport.web.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.tenancy.client.NewApiKey;
import jakarta.json.JsonObject;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.Collections;
import java.util.Set;

/**
 * Which keys programs may sign with: EC on P-256 or P-384, or RSA of 2048 to 8192 bits, public
 * halves only.
 */
public final class PublicJwk {
  /** The algorithms that go with them. */
  static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.PS256, JWSAlgorithm.RS256);

  private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");
  private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384);
  private static final int LEAST_BITS = 2048;
  private static final int MOST_BITS = 8192;
  private static final int MOST_EXPONENT_BITS = 64;
  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);

  private PublicJwk() {}

  /**
   * A key as it will be stored: its public members alone, under its RFC 7638 thumbprint.
   *
   * @throws ProblemException {@code SP-API-KEY-PRIVATE} for anything with a private member, which
   *     is neither kept nor told to anybody; {@code SP-API-KEY-INVALID}
   */
  public static NewApiKey read(JsonObject given) {
    if (given == null) {
      throw new ProblemException(ErrorCode.API_KEY_INVALID);
    }
    if (!Collections.disjoint(given.keySet(), PRIVATE)) {
      throw new ProblemException(ErrorCode.API_KEY_PRIVATE);
    }
    try {
      JWK key = JWK.parse(given.toString());
      if (!isUsable(key)) {
        throw new ProblemException(ErrorCode.API_KEY_INVALID);
      }
      JWK stored =
          key instanceof ECKey ec
              ? new ECKey.Builder(ec.getCurve(), ec.getX(), ec.getY())
                  .algorithm(ec.getAlgorithm())
                  .keyIDFromThumbprint()
                  .build()
              : new RSAKey.Builder(key.toRSAKey().getModulus(), key.toRSAKey().getPublicExponent())
                  .algorithm(key.getAlgorithm())
                  .keyIDFromThumbprint()
                  .build();
      return new NewApiKey(stored.getKeyID(), stored.toJSONString());
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.API_KEY_INVALID, e);
    }
  }

  /** Whether programs may sign with it. */
  static boolean isUsable(JWK key) {
    boolean signs = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
    boolean known = key.getAlgorithm() == null || ALGORITHMS.contains(key.getAlgorithm());
    return signs && known && !key.isPrivate() && isStrong(key);
  }

  private static boolean isStrong(JWK key) {
    if (key instanceof ECKey ec) {
      return CURVES.contains(ec.getCurve());
    }
    if (key instanceof RSAKey rsa) {
      int bits = rsa.getModulus().decodeToBigInteger().bitLength();
      BigInteger exponent = rsa.getPublicExponent().decodeToBigInteger();
      // A long exponent would make checking a signature as dear as making one.
      return bits >= LEAST_BITS
          && bits <= MOST_BITS
          && exponent.testBit(0)
          && exponent.compareTo(LEAST_EXPONENT) >= 0
          && exponent.bitLength() <= MOST_EXPONENT_BITS;
    }
    return false;
  }
}
