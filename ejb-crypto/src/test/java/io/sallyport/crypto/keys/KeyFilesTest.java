package io.sallyport.crypto.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Site;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
  private static final Duration FOR_EVER = Duration.ZERO;

  @TempDir private Path directory;

  @Test
  void keysAreFoundByTheirThumbprintWhateverKidTheFileGivesThem() {
    ECKey first = new ECKey.Builder(Site.p384()).keyID("somebody-elses").build();
    ECKey second = Site.p384();
    Path file = jwks(first, second);
    assertThat(KeyFiles.p384Keys(file, true).keySet())
        .containsExactly(Site.kid(first), Site.kid(second));
  }

  @Test
  void keysOfAnyOtherKindAreRefused() throws Exception {
    List<JWK> others =
        List.of(
            Site.ec(Curve.P_256),
            Site.ec(Curve.P_521),
            new OctetSequenceKeyGenerator(256).generate(),
            new RSAKey.Builder((RSAPublicKey) OpenPgpKey.SIGNING.getPublic())
                .privateKey(OpenPgpKey.SIGNING.getPrivate())
                .build());
    for (JWK other : others) {
      assertRefused(
          () -> KeyFiles.p384Keys(jwks(Site.p384(), other), true), "every key must be an EC key");
    }
  }

  @Test
  void aPrivateKeyHasNoBusinessOnAWebNode() {
    assertRefused(
        () -> KeyFiles.p384Keys(jwks(Site.p384().toPublicJWK(), Site.p384()), false),
        "holds a private key, which has no business on this node");
  }

  @Test
  void aMissingPrivateKeyIsNamed() {
    assertRefused(
        () -> KeyFiles.p384Keys(jwks(Site.p384(), Site.p384().toPublicJWK()), true),
        "a private key is missing");
  }

  @Test
  void aKeySetWithoutKeysIsRefused() {
    assertRefused(() -> KeyFiles.p384Keys(jwks(), false), "holds no key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "canary",
        "{\"keys\":{}}",
        "{\"keys\":[null]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-384\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AA\",\"y\":\"AA\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"canary\",\"x\":\"AA\",\"y\":\"AA\"}]}"
      })
  void whatIsNoKeySetIsRefusedByTheFilesName(String text) {
    Path file = write(text.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> KeyFiles.p384Keys(file, false))
        .isInstanceOf(KeyFileException.class)
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = directory.resolve("missing");
    for (ThrowingCallable read :
        List.<ThrowingCallable>of(
            () -> KeyFiles.p384Keys(missing, true),
            () -> KeyFiles.openPgpEncryptionKey(missing),
            () -> KeyFiles.openPgpSecretKey(missing))) {
      assertThatThrownBy(read)
          .isInstanceOf(KeyFileException.class)
          .hasMessageStartingWith(missing.toString());
    }
  }

  @Test
  void aCertificatesEncryptionSubkeyIsFoundBinaryOrArmored() throws Exception {
    PGPPublicKeyRing certificate = OpenPgpKey.usual().certificate();
    long expected = OpenPgpKey.subkey(certificate).getKeyID();
    assertThat(read(certificate).getKeyID()).isEqualTo(expected);
    ByteArrayOutputStream armored = new ByteArrayOutputStream();
    try (ArmoredOutputStream out = ArmoredOutputStream.builder().build(armored)) {
      certificate.encode(out);
    }
    assertThat(KeyFiles.openPgpEncryptionKey(write(armored.toByteArray())).getKeyID())
        .isEqualTo(expected);
  }

  @Test
  void aWeakRsaKeyIsRefused() {
    OpenPgpKey weak = OpenPgpKey.bare().with(OpenPgpKey.rsa(2048), OpenPgpKey.ENCRYPTS, FOR_EVER);
    assertRefused(() -> read(weak.certificate()), "no RSA encryption subkey of at least 3072 bits");
  }

  @Test
  void aWeakSecretKeyIsRefused() throws Exception {
    OpenPgpKey weak = OpenPgpKey.bare().with(OpenPgpKey.rsa(2048), OpenPgpKey.ENCRYPTS, FOR_EVER);
    Path file = write(weak.secret().getEncoded());
    assertRefused(() -> KeyFiles.openPgpSecretKey(file), "weaker than 3072 bits");
  }

  @Test
  void aCertificateWithoutASubkeyIsRefused() {
    assertRefused(() -> read(OpenPgpKey.bare().certificate()), "no RSA encryption subkey");
  }

  @Test
  void aSubkeyThatOnlySignsIsNotEncryptedFor() throws Exception {
    OpenPgpKey signs = OpenPgpKey.bare().with(OpenPgpKey.ENCRYPTION, KeyFlags.SIGN_DATA, FOR_EVER);
    assertRefused(() -> read(signs.certificate()), "no RSA encryption subkey");
  }

  @Test
  void ofSeveralSubkeysTheOneThatEncryptsIsTaken() throws Exception {
    OpenPgpKey both =
        OpenPgpKey.bare()
            .with(OpenPgpKey.rsa(3072), KeyFlags.SIGN_DATA, FOR_EVER)
            .with(OpenPgpKey.ENCRYPTION, OpenPgpKey.ENCRYPTS, FOR_EVER);
    PGPPublicKey found = read(both.certificate());
    assertThat(found.getKeyID()).isNotEqualTo(OpenPgpKey.subkey(both.certificate()).getKeyID());
    assertThat(found.isMasterKey()).isFalse();
  }

  @Test
  void aSubkeyThatDoesNotSayWhatItIsForIsTaken() throws Exception {
    OpenPgpKey old = OpenPgpKey.bare().with(OpenPgpKey.ENCRYPTION, 0, FOR_EVER);
    assertThat(read(old.certificate()).getKeyID())
        .isEqualTo(OpenPgpKey.subkey(old.certificate()).getKeyID());
  }

  @Test
  void aRevokedSubkeyIsRefused() {
    assertRefused(() -> read(OpenPgpKey.usual().withRevokedSubkey()), "no RSA encryption subkey");
  }

  @Test
  void aRevokedCertificateIsRefusedWithItsSubkeys() {
    assertRefused(() -> read(OpenPgpKey.usual().revoked()), "revoked or expired");
  }

  @Test
  void anExpiredSubkeyIsRefused() {
    OpenPgpKey expired =
        OpenPgpKey.made(Instant.now().minus(Duration.ofDays(366)), FOR_EVER)
            .with(OpenPgpKey.ENCRYPTION, OpenPgpKey.ENCRYPTS, Duration.ofDays(365));
    assertRefused(() -> read(expired.certificate()), "no RSA encryption subkey");
  }

  @Test
  void anExpiredCertificateIsRefusedWithItsSubkeys() {
    OpenPgpKey expired =
        OpenPgpKey.made(Instant.now().minus(Duration.ofDays(366)), Duration.ofDays(365))
            .with(OpenPgpKey.ENCRYPTION, OpenPgpKey.ENCRYPTS, FOR_EVER);
    assertRefused(() -> read(expired.certificate()), "revoked or expired");
  }

  @Test
  void aKeyThatExpiresLaterIsTaken() throws Exception {
    OpenPgpKey year =
        OpenPgpKey.made(Instant.now().minus(Duration.ofDays(364)), Duration.ofDays(365))
            .with(OpenPgpKey.ENCRYPTION, OpenPgpKey.ENCRYPTS, Duration.ofDays(365));
    assertThat(read(year.certificate()).getKeyID())
        .isEqualTo(OpenPgpKey.subkey(year.certificate()).getKeyID());
  }

  @Test
  void aSecretKeyIsNoCertificateAndTheReverse() throws Exception {
    Path secret = write(OpenPgpKey.usual().secret().getEncoded());
    assertRefused(
        () -> KeyFiles.openPgpEncryptionKey(secret), "not a readable OpenPGP certificate");
    Path certificate = write(OpenPgpKey.usual().certificate().getEncoded());
    assertRefused(
        () -> KeyFiles.openPgpSecretKey(certificate), "not a readable OpenPGP secret key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "canary", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n", "\u0099"})
  void whatIsNoOpenPgpKeyIsRefusedByTheFilesName(String text) {
    Path file = write(text.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(() -> KeyFiles.openPgpEncryptionKey(file), "not a readable OpenPGP certificate");
    assertRefused(() -> KeyFiles.openPgpSecretKey(file), "not a readable OpenPGP secret key");
  }

  @Test
  void aKeyFileThatWasCutOffIsRefusedByTheFilesName() throws Exception {
    byte[] certificate = OpenPgpKey.usual().certificate().getEncoded();
    byte[] secret = OpenPgpKey.usual().secret().getEncoded();
    for (int length : new int[] {1, 3, 10, 100, 400}) {
      Path part = write(java.util.Arrays.copyOf(certificate, length));
      assertRefused(() -> KeyFiles.openPgpEncryptionKey(part), part + ": ");
      Path half = write(java.util.Arrays.copyOf(secret, length));
      assertRefused(() -> KeyFiles.openPgpSecretKey(half), half + ": ");
    }
  }

  @Test
  void aProviderThatThisJvmDoesNotHaveStopsTheNode() {
    assertThatThrownBy(() -> new JcaProvider(Optional.of("BCFIPS-canary")))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("\"BCFIPS-canary\"");
    assertThat(new JcaProvider(Optional.empty()).provider()).isEmpty();
    assertThat(new JcaProvider(Optional.of("SunJCE")).provider())
        .hasValueSatisfying(provider -> assertThat(provider.getName()).isEqualTo("SunJCE"));
  }

  private PGPPublicKey read(PGPPublicKeyRing certificate) throws IOException {
    return KeyFiles.openPgpEncryptionKey(write(certificate.getEncoded()));
  }

  private Path jwks(JWK... keys) {
    return Site.jwks(directory.resolve("keys.jwks"), keys);
  }

  private Path write(byte[] bytes) {
    return OpenPgpKey.write(directory.resolve("file"), bytes);
  }

  private static void assertRefused(ThrowingCallable read, String reason) {
    assertThatThrownBy(read).isInstanceOf(KeyFileException.class).hasMessageContaining(reason);
  }
}
