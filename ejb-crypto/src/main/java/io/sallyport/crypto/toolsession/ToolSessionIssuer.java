package io.sallyport.crypto.toolsession;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.ListedKey.BrowserKey;
import io.sallyport.crypto.sealing.SignedStatement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/**
 * Issues sessions for customers' own AWS tools. The web node makes the secret, gives it away, and
 * keeps nothing: what decrypt nodes need of it travels in the session's own token.
 */
@ApplicationScoped
public class ToolSessionIssuer {
  /** What kind of content the sealed secret is: never taken for an envelope, nor one for it. */
  public static final JOSEObjectType SECRET = new JOSEObjectType("sallyport-tool-secret+jwe");

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String PREFIX = "SPTS";
  private static final int NAME = 16;
  private static final int SECRET_BYTES = 30;

  private final SecureRandom random = new SecureRandom();

  @Inject private CurrentManifest manifests;
  @Inject private SignedStatement statements;
  @Inject private JcaProvider provider;

  /**
   * What a tool needs. Never shows itself in a log.
   *
   * @param accessKeyId of 20 characters
   * @param secretAccessKey of 40 characters
   * @param sessionToken of about 1,300 characters
   */
  public record Issued(String accessKeyId, String secretAccessKey, String sessionToken) {
    /** The access key ID only. */
    @Override
    public String toString() {
      return "Issued[" + accessKeyId + "]";
    }
  }

  /**
   * Issues one.
   *
   * @param expires when it ends
   */
  public Issued issue(ToolAccess access, Instant expires) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getEncoder().encodeToString(bytes);
    ToolSessionToken token = new ToolSessionToken(name(), access, expires, sealed(secret));
    return new Issued(
        token.accessKeyId(), secret, statements.of(ToolSessionToken.TYPE, token.json()));
  }

  /**
   * Signs that a program on a person's computer may have one.
   *
   * @return the grant, compact
   */
  public String sign(ToolSessionGrant grant) {
    return statements.of(ToolSessionGrant.TYPE, grant.json());
  }

  private String name() {
    StringBuilder name = new StringBuilder(PREFIX);
    random.ints(NAME, 0, LETTERS.length()).forEach(at -> name.append(LETTERS.charAt(at)));
    return name.toString();
  }

  private String sealed(String secret) {
    BrowserKey recipient = manifests.inForce().activeBrowserKey();
    JWEObject jwe =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                .type(SECRET)
                .keyID(recipient.id())
                .build(),
            new Payload(secret));
    try {
      ECKey key = recipient.key();
      ECDHEncrypter encrypter = new ECDHEncrypter(key.toECPublicKey());
      provider.provider().ifPresent(encrypter.getJCAContext()::setProvider);
      jwe.encrypt(encrypter);
      return jwe.serialize();
    } catch (JOSEException e) {
      throw new ProblemException(ErrorCode.INTERNAL, e);
    }
  }
}
