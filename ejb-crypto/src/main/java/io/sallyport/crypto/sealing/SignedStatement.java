package io.sallyport.crypto.sealing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.SigningKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Signs what this node states, so that anybody can check it with the node's public key, which the
 * key manifest lists: a compact JWS (RFC 7515) with ES384.
 */
@ApplicationScoped
public class SignedStatement {
  private final SigningKey signingKey;
  private final JcaProvider provider;

  /** For the container's proxy. */
  protected SignedStatement() {
    signingKey = null;
    provider = null;
  }

  @Inject
  public SignedStatement(SigningKey signingKey, JcaProvider provider) {
    this.signingKey = signingKey;
    this.provider = provider;
  }

  /**
   * Signs.
   *
   * @param type what kind of statement it is, the header's {@code typ}: a statement of one kind is
   *     never taken for one of another
   * @param json what it says
   */
  public String of(String type, String json) {
    JWSObject statement =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES384)
                .type(new JOSEObjectType(type))
                .keyID(signingKey.thumbprint())
                .build(),
            new Payload(json));
    try {
      ECDSASigner signer = new ECDSASigner(signingKey.key());
      provider.signatures().ifPresent(signer.getJCAContext()::setProvider);
      statement.sign(signer);
      return statement.serialize();
    } catch (JOSEException e) {
      throw new ProblemException(ErrorCode.INTERNAL, e);
    }
  }
}
