package io.sallyport.crypto.envelope.v1;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import io.sallyport.contract.node.NodeKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What one of our nodes signs about an envelope (compact JWS, ES384): that it received it from a
 * browser for exactly this record, or that it rewrapped it. Claims: {@code env}, base64url of
 * SHA-256 over the stored payload; {@code ctx}, the sealing context's hash; {@code iat}, seconds.
 *
 * @param kind which kind of node may have signed it, by its {@code typ}
 * @param kid thumbprint of the node's key
 */
public record NodeStatement(NodeKind kind, String kid, JWSObject signed) {
  private static final String ENVELOPE = "env";
  private static final String CONTEXT = "ctx";
  private static final String TIME = "iat";
  private static final JOSEObjectType RECEIVED = new JOSEObjectType("sallyport-ingest+jws");
  private static final JOSEObjectType REWRAPPED = new JOSEObjectType("sallyport-rewrap+jws");

  /**
   * Signs.
   *
   * @param hash of the payload
   * @param ctx the sealing context's hash, base64url
   * @return the statement, compact
   */
  public static String sign(
      NodeKind kind, ECKey key, byte[] hash, String ctx, Instant time, Optional<Provider> provider)
      throws JOSEException {
    JWSObject statement =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES384)
                .type(type(kind))
                .keyID(key.computeThumbprint().toString())
                .build(),
            new Payload(
                Map.<String, Object>of(
                    ENVELOPE,
                    Base64URL.encode(hash).toString(),
                    CONTEXT,
                    ctx,
                    TIME,
                    time.getEpochSecond())));
    ECDSASigner signer = new ECDSASigner(key);
    provider.ifPresent(signer.getJCAContext()::setProvider);
    statement.sign(signer);
    return statement.serialize();
  }

  private static JOSEObjectType type(NodeKind kind) {
    return switch (kind) {
      case WEB -> RECEIVED;
      case DECRYPT -> REWRAPPED;
    };
  }

  /** Reads a statement; empty when it is none. That it can be read says nothing about its truth. */
  public static Optional<NodeStatement> read(String compact) {
    try {
      JWSObject statement = JWSObject.parse(compact);
      JWSHeader header = statement.getHeader();
      if (!JWSAlgorithm.ES384.equals(header.getAlgorithm()) || header.getKeyID() == null) {
        return Optional.empty();
      }
      for (NodeKind kind : NodeKind.values()) {
        if (type(kind).equals(header.getType())) {
          return Optional.of(new NodeStatement(kind, header.getKeyID(), statement));
        }
      }
      return Optional.empty();
    } catch (ParseException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Whether that key signed it, about that payload and that context. */
  public boolean holds(ECKey key, byte[] payload, String ctx, Optional<Provider> provider) {
    try {
      ECDSAVerifier verifier = new ECDSAVerifier(key);
      provider.ifPresent(verifier.getJCAContext()::setProvider);
      if (!signed.verify(verifier)) {
        return false;
      }
      Map<String, Object> claims = signed.getPayload().toJSONObject();
      return Base64URL.encode(hash(payload)).toString().equals(claims.get(ENVELOPE))
          && ctx.equals(claims.get(CONTEXT));
    } catch (JOSEException | RuntimeException e) {
      return false;
    }
  }

  /** SHA-256. */
  public static byte[] hash(byte[] payload) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(payload);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
