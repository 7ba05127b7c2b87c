package io.sallyport.crypto.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.crypto.fixture.OpenPgpKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenPgpCertificateTest {
  private static final Duration FOR_EVER = Duration.ZERO;

  @Test
  void aCertificatesEncryptionSubkeyIsFoundBinaryOrArmored() throws Exception {
    PGPPublicKeyRing certificate = OpenPgpKey.usual().certificate();
    long expected = OpenPgpKey.subkey(certificate).getKeyID();
    assertThat(read(certificate).subkey().getKeyID()).isEqualTo(expected);
    ByteArrayOutputStream armored = new ByteArrayOutputStream();
    try (ArmoredOutputStream out = ArmoredOutputStream.builder().build(armored)) {
      certificate.encode(out);
    }
    assertThat(OpenPgpCertificate.read(armored.toByteArray()).subkey().getKeyID())
        .isEqualTo(expected);
  }

  @Test
  void aWeakRsaKeyIsRefused() {
    OpenPgpKey weak = OpenPgpKey.bare().with(OpenPgpKey.rsa(2048), OpenPgpKey.ENCRYPTS, FOR_EVER);
    assertRefused(() -> read(weak.certificate()), "this one has 0");
  }

  @Test
  void aCertificateWithoutASubkeyIsRefused() {
    assertRefused(() -> read(OpenPgpKey.bare().certificate()), "this one has 0");
  }

  @Test
  void aSubkeyThatOnlySignsIsNotEncryptedFor() throws Exception {
    OpenPgpKey signs = OpenPgpKey.bare().with(OpenPgpKey.ENCRYPTION, KeyFlags.SIGN_DATA, FOR_EVER);
    assertRefused(() -> read(signs.certificate()), "this one has 0");
  }

  @Test
  void ofSeveralSubkeysTheOneThatEncryptsIsTaken() throws Exception {
    OpenPgpKey both =
        OpenPgpKey.bare()
            .with(OpenPgpKey.rsa(3072), KeyFlags.SIGN_DATA, FOR_EVER)
            .with(OpenPgpKey.ENCRYPTION, OpenPgpKey.ENCRYPTS, FOR_EVER);
    PGPPublicKey found = read(both.certificate()).subkey();
    assertThat(found.getKeyID()).isNotEqualTo(OpenPgpKey.subkey(both.certificate()).getKeyID());
    assertThat(found.isMasterKey()).isFalse();
  }

  @Test
  void aSubkeyThatDoesNotSayWhatItIsForIsTaken() throws Exception {
    OpenPgpKey old = OpenPgpKey.bare().with(OpenPgpKey.ENCRYPTION, 0, FOR_EVER);
    assertThat(read(old.certificate()).subkey().getKeyID())
        .isEqualTo(OpenPgpKey.subkey(old.certificate()).getKeyID());
  }

  @Test
  void severalSubkeysThatEncryptAreRefused() {
    OpenPgpKey two = OpenPgpKey.usual().with(OpenPgpKey.rsa(3072), OpenPgpKey.ENCRYPTS, FOR_EVER);
    assertRefused(() -> read(two.certificate()), "this one has 2");
  }

  @Test
  void aRevokedSubkeyOrCertificateSaysSo() {
    assertThat(read(OpenPgpKey.usual().certificate()).revoked()).isFalse();
    assertThat(read(OpenPgpKey.usual().withRevokedSubkey()).revoked()).isTrue();
    assertThat(read(OpenPgpKey.usual().revoked()).revoked()).isTrue();
  }

  @Test
  void whicheverExpiresFirstCounts() {
    Instant then = Instant.now().minus(Duration.ofDays(366)).truncatedTo(ChronoUnit.SECONDS);
    OpenPgpKey subkey =
        OpenPgpKey.made(then, FOR_EVER)
            .with(OpenPgpKey.ENCRYPTION, OpenPgpKey.ENCRYPTS, Duration.ofDays(365));
    OpenPgpKey primary =
        OpenPgpKey.made(then, Duration.ofDays(365))
            .with(OpenPgpKey.ENCRYPTION, OpenPgpKey.ENCRYPTS, FOR_EVER);
    Instant end = then.plus(Duration.ofDays(365));
    assertThat(read(subkey.certificate()).expires()).isEqualTo(end);
    assertThat(read(primary.certificate()).expires()).isEqualTo(end);
    assertThat(read(OpenPgpKey.usual().certificate()).expires())
        .isAfter(Instant.now().plus(Duration.ofDays(3650)));
  }

  @Test
  void aSecretKeyIsNoCertificate() throws Exception {
    byte[] secret = OpenPgpKey.usual().secret().getEncoded();
    assertRefused(() -> OpenPgpCertificate.read(secret), "not a readable OpenPGP certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "canary", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n", "\u0099"})
  void whatIsNoOpenPgpKeyIsRefused(String text) {
    assertRefused(
        () -> OpenPgpCertificate.read(text.getBytes(StandardCharsets.ISO_8859_1)),
        "not a readable OpenPGP certificate");
  }

  @Test
  void aCertificateThatWasCutOffIsRefused() throws Exception {
    byte[] certificate = OpenPgpKey.usual().certificate().getEncoded();
    for (int length : new int[] {1, 3, 10, 100, 400}) {
      byte[] part = java.util.Arrays.copyOf(certificate, length);
      assertThatThrownBy(() -> OpenPgpCertificate.read(part)).isInstanceOf(KeyFileException.class);
    }
  }

  private static OpenPgpCertificate read(PGPPublicKeyRing certificate) {
    try {
      return OpenPgpCertificate.read(certificate.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertRefused(ThrowingCallable read, String reason) {
    assertThatThrownBy(read).isInstanceOf(KeyFileException.class).hasMessageContaining(reason);
  }
}
