package io.sallyport.crypto.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Site;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
  @TempDir private Path directory;

  @Test
  void aPrivateKeyOnP384IsTaken() {
    JWK key = Site.p384();
    assertThat(Site.kid(KeyFiles.p384Key(write(key)))).isEqualTo(Site.kid(key));
  }

  @Test
  void aKeyOfAnyOtherKindIsRefused() {
    assertRefused(() -> KeyFiles.p384Key(write(Site.ec(Curve.P_256))), "an EC key on P-384");
    JWK octets = new OctetSequenceKey.Builder(new byte[32]).build();
    assertRefused(() -> KeyFiles.p384Key(write(octets)), "an EC key on P-384");
  }

  @Test
  void aMissingPrivateHalfIsNamed() {
    assertRefused(
        () -> KeyFiles.p384Key(write(Site.p384().toPublicJWK())), "the private key is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "canary", "[]", "{}", "{\"kty\":null}", "{\"kty\":\"EC\"}"})
  void whatIsNoKeyIsRefusedByTheFilesNameAndNotShown(String text) {
    Path file = write(text.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> KeyFiles.p384Key(file))
        .isInstanceOf(KeyFileException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageNotContaining("canary")
        .hasNoCause();
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = directory.resolve("missing");
    assertRefused(() -> KeyFiles.p384Key(missing), missing.toString());
  }

  @Test
  void aSecretSubkeyIsFoundByItsFingerprint() throws Exception {
    OpenPgpKey key = OpenPgpKey.usual();
    PGPPublicKey subkey = OpenPgpKey.subkey(key.certificate());
    assertThat(
            KeyFiles.openPgpSecretSubkey(key.secret().getEncoded(), fingerprint(subkey)).getKeyID())
        .isEqualTo(subkey.getKeyID());
  }

  @Test
  void anotherWeakPrimaryOrDamagedSecretKeyIsRefused() throws Exception {
    OpenPgpKey key = OpenPgpKey.usual();
    byte[] secret = key.secret().getEncoded();
    String subkey = fingerprint(OpenPgpKey.subkey(key.certificate()));
    assertNoSubkey(secret, fingerprint(key.certificate().getPublicKey()));
    assertNoSubkey(secret, "00");
    assertNoSubkey(java.util.Arrays.copyOf(secret, 400), subkey);
    assertNoSubkey(new byte[0], subkey);
    OpenPgpKey weak =
        OpenPgpKey.bare().with(OpenPgpKey.rsa(2048), OpenPgpKey.ENCRYPTS, Duration.ZERO);
    assertNoSubkey(weak.secret().getEncoded(), fingerprint(OpenPgpKey.subkey(weak.certificate())));
  }

  private static void assertNoSubkey(byte[] secret, String fingerprint) {
    assertThatThrownBy(() -> KeyFiles.openPgpSecretSubkey(secret, fingerprint))
        .isInstanceOf(PGPException.class);
  }

  private static String fingerprint(PGPPublicKey key) {
    return io.sallyport.crypto.manifest.ListedKey.OpenPgpKey.fingerprint(key);
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

  private Path write(JWK key) {
    return write(key.toJSONString().getBytes(StandardCharsets.UTF_8));
  }

  private Path write(byte[] bytes) {
    return OpenPgpKey.write(directory.resolve("file"), bytes);
  }

  private static void assertRefused(ThrowingCallable read, String reason) {
    assertThatThrownBy(read).isInstanceOf(KeyFileException.class).hasMessageContaining(reason);
  }
}
