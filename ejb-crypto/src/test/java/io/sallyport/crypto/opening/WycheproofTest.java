package io.sallyport.crypto.opening;

import static io.sallyport.crypto.opening.Opening.gateOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.AESKW;
import com.nimbusds.jose.crypto.impl.ConcatKDF;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.FipsModule;
import io.sallyport.crypto.fixture.Pgp;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.fixture.Wycheproof;
import io.sallyport.crypto.fixture.Wycheproof.Vector;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.PrivateKeyProviders;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import jakarta.json.JsonObject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyPair;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPPrivateKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Project Wycheproof's vectors against the decrypt node's reader, with each provider. */
class WycheproofTest {
  /** SubjectPublicKeyInfo of an uncompressed point on the named curve P-384: what a JWK can say. */
  private static final byte[] NAMED_P384 =
      HexFormat.of().parseHex("3076301006072a8648ce3d020106052b8104002203620004");

  private static final int COORDINATE = 48;
  private static final byte[] IV = new byte[12];

  private final SealingContext context = Browser.newContext();
  private final byte[] plaintext = Browser.padded(Browser.form(context, Browser.ACCOUNT), 1024);

  /** What runs with a provider. */
  @FunctionalInterface
  private interface Trial {
    void run(JcaProvider provider) throws Exception;
  }

  private static void with(String provider, Trial trial) throws Exception {
    if ("BCFIPS".equals(provider)) {
      try (FipsModule installed = FipsModule.usual()) {
        trial.run(new JcaProvider(Optional.of(provider)));
      }
    } else {
      trial.run(new JcaProvider(Optional.of(provider)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SunJCE", JcaProvider.CORRETTO, "BCFIPS"})
  void agreementsOnP384FromWebCryptosVectors(String name) throws Exception {
    List<Vector> vectors = Wycheproof.vectors("ecdh_secp384r1_webcrypto_test.json").toList();
    with(
        name,
        provider -> {
          for (Vector vector : vectors) {
            JsonObject own = vector.test().getJsonObject("private");
            JsonObject sender = vector.test().getJsonObject("public");
            agree(
                vector,
                provider,
                new BigInteger(1, Base64URL.from(own.getString("d")).decode()),
                sender.getString("crv"),
                sender.getString("x"),
                sender.getString("y"));
          }
        });
    report("ECDH P-384 (webcrypto), " + name, vectors.size(), vectors.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SunJCE", JcaProvider.CORRETTO, "BCFIPS"})
  void agreementsOnP384(String name) throws Exception {
    List<Vector> all = Wycheproof.vectors("ecdh_secp384r1_test.json").toList();
    // Compressed points, other encodings and other curves cannot be written as our JWK.
    List<Vector> vectors = all.stream().filter(WycheproofTest::isNamedPoint).toList();
    with(
        name,
        provider -> {
          for (Vector vector : vectors) {
            ByteBuffer point = ByteBuffer.wrap(vector.bytes("public"));
            point.position(NAMED_P384.length);
            agree(
                vector,
                provider,
                new BigInteger(vector.test().getString("private"), 16),
                "P-384",
                coordinate(point),
                coordinate(point));
          }
        });
    report("ECDH P-384, " + name, vectors.size(), all.size());
  }

  private static boolean isNamedPoint(Vector vector) {
    byte[] encoded = vector.bytes("public");
    return encoded.length == NAMED_P384.length + 2 * COORDINATE
        && Arrays.equals(NAMED_P384, Arrays.copyOf(encoded, NAMED_P384.length));
  }

  private static String coordinate(ByteBuffer point) {
    byte[] bytes = new byte[COORDINATE];
    point.get(bytes);
    return Base64URL.encode(bytes).toString();
  }

  private void agree(
      Vector vector, JcaProvider provider, BigInteger secret, String crv, String x, String y)
      throws Exception {
    KeyFactory factory = KeyFactory.getInstance("EC", provider.privateKeys().ec().orElseThrow());
    ECPrivateKey key =
        (ECPrivateKey)
            factory.generatePrivate(new ECPrivateKeySpec(secret, Curve.P_384.toECParameterSpec()));
    byte[] shared = vector.bytes("shared");
    byte[] jwe = jwe(crv, x, y, shared.length == 0 ? new byte[COORDINATE] : shared);
    if ("valid".equals(vector.result())) {
      assertThat(new InnerLayer(provider).open(jwe, context, new OneKey(provider, key)))
          .as("%s", vector)
          .isEqualTo(plaintext);
    } else {
      assertThat(
              gateOf(() -> new InnerLayer(provider).open(jwe, context, new OneKey(provider, key))))
          .as("%s", vector)
          .isIn(Gate.INNER, Gate.INNER_FORMAT);
    }
  }

  /** What somebody would send who knows that secret. */
  private byte[] jwe(String crv, String x, String y, byte[] shared)
      throws JOSEException, GeneralSecurityException {
    String header =
        Base64URL.encode(
                ("{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"typ\":\"sallyport-envelope+jwe\","
                        + "\"v\":1,\"suite\":\"SP1-P384\",\"kid\":\"%s\",\"ctx\":\"%s\",\"epk\":"
                        + "{\"kty\":\"EC\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}}")
                    .formatted(OneKey.KID, context.ctx(), crv, x, y))
            .toString();
    SecretKey wrapping =
        new ConcatKDF("SHA-256")
            .deriveKey(
                new SecretKeySpec(shared, "AES"),
                256,
                ConcatKDF.encodeStringData("ECDH-ES+A256KW"),
                ConcatKDF.encodeDataWithLength(new byte[0]),
                ConcatKDF.encodeDataWithLength(new byte[0]),
                ConcatKDF.encodeIntData(256),
                ConcatKDF.encodeNoData());
    SecretKey content = new SecretKeySpec(Pgp.random(32), "AES");
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(Cipher.ENCRYPT_MODE, content, new GCMParameterSpec(128, IV));
    gcm.updateAAD(header.getBytes(StandardCharsets.US_ASCII));
    byte[] sealed = gcm.doFinal(plaintext);
    return String.join(
            ".",
            header,
            Base64URL.encode(AESKW.wrapCEK(content, wrapping, null)).toString(),
            Base64URL.encode(IV).toString(),
            Base64URL.encode(Arrays.copyOf(sealed, plaintext.length)).toString(),
            Base64URL.encode(Arrays.copyOfRange(sealed, plaintext.length, sealed.length))
                .toString())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The reader derives its wrapping key, so its step is asked by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"SunJCE", JcaProvider.CORRETTO, "BCFIPS"})
  void unwrappingAContentKey(String name) throws Exception {
    List<Vector> all = Wycheproof.vectors("aes_wrap_test.json").toList();
    List<Vector> vectors =
        all.stream()
            .filter(each -> each.group().getInt("keySize") == 256)
            .filter(each -> each.bytes("ct").length == 40)
            .toList();
    with(
        name,
        provider -> {
          for (Vector vector : vectors) {
            Optional<byte[]> unwrapped = unwrap(vector, provider);
            if ("valid".equals(vector.result())) {
              assertThat(unwrapped).as("%s", vector).hasValue(vector.bytes("msg"));
            } else {
              assertThat(unwrapped).as("%s", vector).isEmpty();
            }
          }
        });
    report("AES-256 key wrap, " + name, vectors.size(), all.size());
  }

  private static Optional<byte[]> unwrap(Vector vector, JcaProvider provider) {
    try {
      return Optional.of(
          AESKW
              .unwrapCEK(
                  new SecretKeySpec(vector.bytes("key"), "AES"),
                  vector.bytes("ct"),
                  provider.content().orElse(null))
              .getEncoded());
    } catch (JOSEException e) {
      return Optional.empty();
    }
  }

  /** With that key as the content key of a JWE, and that data authenticated with it. */
  @ParameterizedTest
  @ValueSource(strings = {"SunJCE", JcaProvider.CORRETTO, "BCFIPS"})
  void content(String name) throws Exception {
    List<Vector> all = Wycheproof.vectors("aes_gcm_test.json").toList();
    List<Vector> vectors =
        all.stream()
            .filter(each -> each.group().getInt("keySize") == 256)
            .filter(each -> each.group().getInt("ivSize") == 96)
            .filter(each -> each.group().getInt("tagSize") == 128)
            .toList();
    with(
        name,
        provider -> {
          for (Vector vector : vectors) {
            Optional<byte[]> opened = decrypt(vector, provider);
            if ("valid".equals(vector.result())) {
              assertThat(opened).as("%s", vector).hasValue(vector.bytes("msg"));
            } else {
              assertThat(opened).as("%s", vector).isEmpty();
            }
          }
        });
    report("AES-256-GCM, " + name, vectors.size(), all.size());
  }

  private Optional<byte[]> decrypt(Vector vector, JcaProvider provider) throws Exception {
    ECKey own = Site.p384();
    ECKey sender = Site.p384();
    javax.crypto.KeyAgreement ecdh = javax.crypto.KeyAgreement.getInstance("ECDH");
    ecdh.init(sender.toECPrivateKey());
    ecdh.doPhase(own.toECPublicKey(), true);
    SecretKey wrapping =
        new ConcatKDF("SHA-256")
            .deriveKey(
                new SecretKeySpec(ecdh.generateSecret(), "AES"),
                256,
                ConcatKDF.encodeStringData("ECDH-ES+A256KW"),
                ConcatKDF.encodeDataWithLength(new byte[0]),
                ConcatKDF.encodeDataWithLength(new byte[0]),
                ConcatKDF.encodeIntData(256),
                ConcatKDF.encodeNoData());
    com.nimbusds.jose.JWEHeader header =
        new com.nimbusds.jose.JWEHeader.Builder(
                com.nimbusds.jose.JWEAlgorithm.ECDH_ES_A256KW,
                com.nimbusds.jose.EncryptionMethod.A256GCM)
            .ephemeralPublicKey(sender.toPublicJWK())
            .build();
    KeyFactory factory = KeyFactory.getInstance("EC", provider.privateKeys().ec().orElseThrow());
    PrivateKey key =
        factory.generatePrivate(new PKCS8EncodedKeySpec(own.toECPrivateKey().getEncoded()));
    try {
      return Optional.of(
          new AgreedDecrypter(key, provider.privateKeys().ec(), provider)
              .decrypt(
                  header,
                  AESKW.wrapCEK(new SecretKeySpec(vector.bytes("key"), "AES"), wrapping, null),
                  vector.bytes("iv"),
                  vector.bytes("ct"),
                  vector.bytes("tag"),
                  vector.bytes("aad")));
    } catch (JOSEException e) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SunJCE", JcaProvider.CORRETTO, "BCFIPS"})
  void sessionKeys(String name) throws Exception {
    List<Vector> all = Wycheproof.vectors("rsa_pkcs1_3072_test.json").toList();
    // An OpenPGP number has no length of its own: 2 octets too few are the same number.
    List<Vector> vectors =
        all.stream()
            .filter(each -> !each.test().getString("comment").startsWith("truncated"))
            .toList();
    with(
        name,
        provider -> {
          for (Vector vector : vectors) {
            byte[] encrypted = vector.bytes("ct");
            byte[] number =
                ByteBuffer.allocate(2 + encrypted.length)
                    .putShort((short) (8 * encrypted.length))
                    .put(encrypted)
                    .array();
            SessionKeyDecryption step =
                new SessionKeyDecryption(rsa(vector, provider), provider.privateKeys().rsa());
            Optional<byte[]> opened = recover(step, number);
            if ("valid".equals(vector.result())) {
              assertThat(opened).as("%s", vector).hasValue(vector.bytes("msg"));
            } else {
              // A provider may answer with noise rather than tell that the padding is wrong.
              assertThat(opened.filter(bytes -> Arrays.equals(bytes, vector.bytes("msg"))))
                  .as("%s", vector)
                  .isEmpty();
            }
          }
        });
    report("RSA-3072 PKCS #1 v1.5, " + name, vectors.size(), all.size());
  }

  private static Optional<byte[]> recover(SessionKeyDecryption step, byte[] number) {
    try {
      return Optional.of(
          step.recoverSessionData(PublicKeyAlgorithmTags.RSA_GENERAL, new byte[][] {number}));
    } catch (PGPException e) {
      return Optional.empty();
    }
  }

  private static PGPPrivateKey rsa(Vector vector, JcaProvider provider) throws Exception {
    byte[] pkcs8 = HexFormat.of().parseHex(vector.group().getString("privateKeyPkcs8"));
    RSAPrivateCrtKey key =
        (RSAPrivateCrtKey)
            KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    KeyPair pair =
        new KeyPair(
            KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())),
            key);
    PrivateKey own =
        KeyFactory.getInstance("RSA", provider.privateKeys().rsaKeys().orElseThrow())
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    return new JcaPGPPrivateKey(
        new JcaPGPKeyPair(
                PublicKeyPacket.VERSION_4, PublicKeyAlgorithmTags.RSA_GENERAL, pair, new Date(0))
            .getPublicKey(),
        own);
  }

  private static void report(String what, int run, int all) {
    System.out.println(
        "Wycheproof, %s: %d of %d vectors apply and were run".formatted(what, run, all));
  }

  /** A ring of one key. */
  private static final class OneKey extends OpeningKeys {
    private static final String KID = Base64URL.encode(new byte[32]).toString();

    private final JcaProvider provider;
    private final PrivateKey key;

    OneKey(JcaProvider provider, PrivateKey key) {
      super(null, null, Purpose.REQUEST);
      this.provider = provider;
      this.key = key;
    }

    @Override
    Optional<PrivateKey> browserKey(String kid) {
      return Optional.of(key);
    }

    @Override
    PrivateKeyProviders providers() {
      return provider.privateKeys();
    }
  }
}
