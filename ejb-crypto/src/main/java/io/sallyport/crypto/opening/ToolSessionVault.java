package io.sallyport.crypto.opening;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.vault.ToolSession;
import io.sallyport.contract.vault.ToolSessions;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import io.sallyport.crypto.toolsession.ToolSessionIssuer;
import io.sallyport.crypto.toolsession.ToolSessionToken;
import io.sallyport.crypto.unsealing.OpenRing;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.text.ParseException;
import java.util.Arrays;

/**
 * Opens the secret of a tool's session, only while the node is unsealed, and only after a web
 * node's signature on the session was found good: nobody else can have anything decrypted here.
 */
@Stateless
@Local(ToolSessions.class)
@RolesAllowed("decrypt-node")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ToolSessionVault implements ToolSessions {
  @Inject private OpenRing ring;
  @Inject private CurrentManifest manifests;
  @Inject private JcaProvider provider;

  @Override
  public ToolSession open(String token) {
    Manifest manifest = manifests.inForce();
    OpeningKeys keys = new OpeningKeys(ring.require(), manifest, Purpose.REQUEST);
    ToolSessionToken session = ToolSessionToken.read(token, manifest, provider);
    byte[] secret = secret(session.sealedSecret(), keys);
    try {
      return new ToolSession(
          session.accessKeyId(),
          new String(secret, StandardCharsets.US_ASCII),
          session.access().actor(),
          session.access().connection(),
          session.access().write(),
          session.expires(),
          session.access().reason());
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private byte[] secret(String compact, OpeningKeys keys) {
    try {
      JWEObject jwe = JWEObject.parse(compact);
      JWEHeader header = jwe.getHeader();
      JOSEObjectType type = header.getType();
      if (!JWEAlgorithm.ECDH_ES_A256KW.equals(header.getAlgorithm())
          || !ToolSessionIssuer.SECRET.equals(type)) {
        throw refused();
      }
      PrivateKey key = keys.browserKey(header.getKeyID()).orElseThrow(ToolSessionVault::refused);
      return new AgreedDecrypter(key, keys.providers().ec(), provider)
          .decrypt(
              header,
              jwe.getEncryptedKey().decode(),
              jwe.getIV().decode(),
              jwe.getCipherText().decode(),
              jwe.getAuthTag().decode(),
              header.toBase64URL().toString().getBytes(StandardCharsets.US_ASCII));
    } catch (JOSEException | ParseException e) {
      throw refused();
    } catch (Error e) {
      if (UnapprovedOperation.is(e)) {
        throw refused();
      }
      throw e;
    }
  }

  private static ProblemException refused() {
    return new ProblemException(ErrorCode.TOOL_SESSION_REFUSED);
  }
}
