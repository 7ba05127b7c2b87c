package io.sallyport.crypto.envelope.v1;

import com.nimbusds.jose.JOSEObjectType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a web node signs (compact JWS, ES384) about an envelope it received. */
public final class IngestClaims {
  /** The JWS header's {@code typ}. */
  public static final JOSEObjectType TYPE = new JOSEObjectType("sallyport-ingest+jws");

  /** Claim: base64url of SHA-256 over the stored payload. */
  public static final String ENVELOPE = "env";

  /** Claim: the sealing context's hash. */
  public static final String CONTEXT = "ctx";

  /** Claim: when it was received, seconds since 1970. */
  public static final String TIME = "iat";

  private IngestClaims() {}

  /** SHA-256. */
  public static byte[] hash(byte[] payload) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(payload);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
