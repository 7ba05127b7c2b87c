package io.sallyport.tests.portal;

import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;

/** A program's key pair, made and used without the library that the product verifies with. */
public record SigningKey(KeyPair pair, String algorithm) {
  /** An EC key: {@code secp256r1} with ES256, {@code secp384r1} with ES384, … */
  public static SigningKey ec(String curve, String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return new SigningKey(generator.generateKeyPair(), algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The usual one: P-256. */
  public static SigningKey p256() {
    return ec("secp256r1", "ES256");
  }

  /** An RSA key. */
  public static SigningKey rsa(int bits, String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new SigningKey(generator.generateKeyPair(), algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public half (RFC 7517). */
  public JsonObject jwk() {
    JsonObject jwk = new JsonObject();
    if (pair.getPublic() instanceof ECPublicKey ec) {
      int length = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
      jwk.addProperty("crv", "P-" + ec.getParams().getCurve().getField().getFieldSize());
      jwk.addProperty("kty", "EC");
      jwk.addProperty("x", base64url(fixed(ec.getW().getAffineX(), length)));
      jwk.addProperty("y", base64url(fixed(ec.getW().getAffineY(), length)));
    } else {
      RSAPublicKey rsa = (RSAPublicKey) pair.getPublic();
      jwk.addProperty("e", base64url(unsigned(rsa.getPublicExponent())));
      jwk.addProperty("kty", "RSA");
      jwk.addProperty("n", base64url(unsigned(rsa.getModulus())));
    }
    return jwk;
  }

  /** Both halves: what nobody should paste. */
  public JsonObject privateJwk() {
    JsonObject jwk = jwk();
    BigInteger secret =
        pair.getPrivate() instanceof ECPrivateKey ec
            ? ec.getS()
            : ((RSAPrivateCrtKey) pair.getPrivate()).getPrivateExponent();
    jwk.addProperty("d", base64url(unsigned(secret)));
    return jwk;
  }

  /** Its RFC 7638 thumbprint. */
  public String kid() {
    return base64url(sha256(jwk().toString().getBytes(StandardCharsets.US_ASCII)));
  }

  /** A signature as JWS has it (RFC 7518 section 3). */
  public byte[] sign(byte[] text) {
    try {
      Signature signature = signature();
      signature.initSign(pair.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Signature signature() throws GeneralSecurityException {
    switch (algorithm) {
      case "ES256":
        return Signature.getInstance("SHA256withECDSAinP1363Format");
      case "ES384":
        return Signature.getInstance("SHA384withECDSAinP1363Format");
      case "ES512":
        return Signature.getInstance("SHA512withECDSAinP1363Format");
      case "PS256":
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return pss;
      default:
        return Signature.getInstance("SHA256withRSA");
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] unsigned(BigInteger number) {
    return fixed(number, (number.bitLength() + 7) / 8);
  }

  private static byte[] fixed(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[length];
    int from = Math.max(0, bytes.length - length);
    System.arraycopy(bytes, from, fixed, length - (bytes.length - from), bytes.length - from);
    return fixed;
  }
}
