package io.sallyport.crypto.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Pgp;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.fixture.SoftHsm;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.manifest.KeyState;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import io.sallyport.crypto.ring.KeyRing;
import io.sallyport.crypto.sealing.Sealer;
import io.sallyport.crypto.unsealing.Tokens;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Provider;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPPrivateKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening with keys that never leave a PKCS #11 token. */
class TokenTest {
  private static final String RSA = "rsa";
  private static final String EC = "ec";

  private static SoftHsm hsm;
  private static Provider token;
  private static Site site;
  private static Manifest manifest;
  private static ECKey browserKey;
  private static PGPPublicKey subkey;
  private static RSAPublicKey rsa;
  private static KeyRing ring;

  @TempDir private Path folder;

  @BeforeAll
  static void aTokenWithKeysOfItsOwn() throws Exception {
    hsm = SoftHsm.create();
    hsm.generate(RSA, "-keyalg", "RSA", "-keysize", "3072");
    hsm.generate(EC, "-keyalg", "EC", "-groupname", "secp384r1");
    token = JcaProvider.token(hsm.configuration());
    KeyStore entries = KeyStore.getInstance("PKCS11", token);
    entries.load(null, Files.readString(hsm.pinFile()).strip().toCharArray());
    rsa = (RSAPublicKey) entries.getCertificate(RSA).getPublicKey();
    browserKey =
        new ECKey.Builder(Curve.P_384, (ECPublicKey) entries.getCertificate(EC).getPublicKey())
            .build();
    // A certificate has no use for the private half of an encryption subkey.
    OpenPgpKey certificate =
        OpenPgpKey.bare()
            .with(
                new KeyPair(rsa, OpenPgpKey.ENCRYPTION.getPrivate()),
                OpenPgpKey.ENCRYPTS,
                Duration.ZERO);
    subkey = OpenPgpKey.subkey(certificate.certificate());
    site = new Site();
    Instant until = Instant.now().plus(Duration.ofDays(365));
    manifest =
        new Manifest(
            1,
            site.manifest().issued(),
            site.manifest().expires(),
            site.root.fingerprint(),
            List.of(Site.browserKey(browserKey, KeyState.ACTIVE, until)),
            List.of(Site.openPgpKey(certificate, KeyState.ACTIVE, until)),
            site.manifest().nodeKeys());
    hsm.rename(RSA, manifest.openPgpKeys().get(0).id());
    hsm.rename(EC, manifest.browserKeys().get(0).id());
    ring = Tokens.open(token, hsm.pinFile(), manifest);
  }

  @Test
  void bothLayersOpen() throws Exception {
    Sealer sealer = new Sealer(site.current(manifest), new SigningKey(site.ingest), Opening.JVM);
    for (int i = 0; i < 20; i++) {
      SealingContext context = Browser.newContext();
      SealedEnvelope sealed =
          sealer.seal(Browser.seal(browserKey, context), context, Site.kid(browserKey));
      SealedRecord record = new SealedRecord(context, sealed.payload(), sealed.ingestSignature());
      assertThat(new Opener(Opening.JVM).open(record, keys()).account())
          .hasToString("123456789012");
    }
  }

  @Test
  void noKeyLeavesTheToken() {
    assertThat(ring.browserKeys().values()).allMatch(key -> key.getEncoded() == null);
    assertThat(ring.openPgpKeys().values())
        .allMatch(key -> ((JcaPGPPrivateKey) key).getPrivateKey().getEncoded() == null);
  }

  /** One in 256 session keys is encrypted to a number that is an octet shorter than the modulus. */
  @Test
  void shortEncryptedSessionKeysOpen() throws Exception {
    int opened = 0;
    while (opened < 7) {
      byte[] session = Pgp.random(32);
      BigInteger encrypted = Pgp.wrap(rsa, Pgp.AES_256, session);
      if (encrypted.bitLength() <= rsa.getModulus().bitLength() - 8) {
        byte[] message =
            Pgp.join(
                Pgp.packet(Pgp.PKESK, Pgp.pkeskBody(3, subkey.getKeyID(), 1, encrypted)),
                Pgp.seipd(session, Pgp.literal("short")));
        assertThat(new OuterLayer(Opening.JVM).open(message, keys()))
            .asString(StandardCharsets.US_ASCII)
            .isEqualTo("short");
        opened++;
      }
    }
  }

  @Test
  void aManifestWithoutTheTokensKeysIsRefused() {
    assertThatThrownBy(() -> Tokens.open(token, hsm.pinFile(), site.manifest()))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("holds 0 browser keys and 0 OpenPGP keys of the manifest");
  }

  @Test
  void aMissingPinFileOrLibraryIsNamed() throws Exception {
    assertThatThrownBy(() -> Tokens.open(token, folder.resolve("pin"), manifest))
        .hasMessageContaining("pin: cannot be read");
    Path configuration = folder.resolve("missing.cfg");
    Files.writeString(configuration, "name = Missing\nlibrary = /nowhere.so\n");
    assertThatThrownBy(() -> JcaProvider.token(configuration))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("missing.cfg: no PKCS #11 token opens with it");
  }

  private static OpeningKeys keys() {
    return new OpeningKeys(ring, manifest, Purpose.REQUEST);
  }
}
