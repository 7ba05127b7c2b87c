package io.sallyport.crypto.toolsession;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.sealing.SignedStatement;
import java.text.ParseException;
import java.util.Map;

/** What one of our web nodes signed ({@link SignedStatement}) and somebody brings back. */
final class WebNodeStatement {
  private static final int MOST_CHARACTERS = 4 * 1024;

  private WebNodeStatement() {}

  /** Makes of the claims what they are of. */
  interface Reading<T> {
    T of(Map<String, Object> claims) throws ParseException;
  }

  /**
   * Reads one.
   *
   * @param compact may be anything
   * @param type which kind it must be, its header's {@code typ}
   * @param manifest says with which keys web nodes sign
   * @param refusal for whatever is wrong with it, the same for every reason
   */
  static <T> T read(
      String compact,
      String type,
      Manifest manifest,
      JcaProvider provider,
      ErrorCode refusal,
      Reading<T> reading) {
    try {
      if (compact.length() > MOST_CHARACTERS) {
        throw new ProblemException(refusal);
      }
      JWSObject signed = JWSObject.parse(compact);
      JWSHeader header = signed.getHeader();
      if (!JWSAlgorithm.ES384.equals(header.getAlgorithm())
          || !new JOSEObjectType(type).equals(header.getType())
          || header.getKeyID() == null) {
        throw new ProblemException(refusal);
      }
      ECKey key =
          manifest
              .nodeKey(NodeKind.WEB, header.getKeyID())
              .filter(each -> each.state().opens())
              .orElseThrow(() -> new ProblemException(refusal))
              .key();
      ECDSAVerifier verifier = new ECDSAVerifier(key);
      provider.signatures().ifPresent(verifier.getJCAContext()::setProvider);
      if (!signed.verify(verifier)) {
        throw new ProblemException(refusal);
      }
      return reading.of(signed.getPayload().toJSONObject());
    } catch (JOSEException | ParseException | IllegalArgumentException | NullPointerException e) {
      throw new ProblemException(refusal, e);
    }
  }
}
