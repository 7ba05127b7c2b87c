package io.sallyport.crypto.opening;

import static io.sallyport.crypto.opening.Opening.gateOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Pgp;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.PrivateKeyProviders;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import io.sallyport.crypto.ring.KeyRing;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.CipherSpi;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The FIPS module says no by an Error: an envelope that makes it do so is refused like others. */
class UnapprovedOperationTest {
  private static URLClassLoader module;
  private static Error unapproved;

  private final Site site = new Site();
  private final SealingContext context = Browser.newContext();

  @BeforeAll
  static void theModulesOwnError() throws Exception {
    URL jar = Path.of(System.getProperty("sallyport.test.fips-module")).toUri().toURL();
    module = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    unapproved =
        (Error)
            module
                .loadClass("org.bouncycastle.crypto.fips.FipsUnapprovedOperationError")
                .getConstructor(String.class)
                .newInstance("canary");
  }

  @AfterAll
  static void close() throws Exception {
    module.close();
  }

  @Test
  void onlyTheModulesErrorIsTakenForIt() throws Exception {
    assertThat(UnapprovedOperation.is(unapproved)).isTrue();
    Error another =
        (Error)
            module
                .loadClass("org.bouncycastle.crypto.fips.FipsOperationError")
                .getConstructor(String.class)
                .newInstance("canary");
    assertThat(UnapprovedOperation.is(another)).isFalse();
    assertThat(UnapprovedOperation.is(new AssertionError("canary"))).isFalse();
    assertThat(UnapprovedOperation.is(new OutOfMemoryError())).isFalse();
  }

  @Test
  void theOuterLayerIsRefusedLikeAnyOther() {
    byte[] message =
        Pgp.message(
            (RSAPublicKey) OpenPgpKey.ENCRYPTION.getPublic(),
            site.openPgpSubkey().getKeyID(),
            Pgp.literal("canary"));
    assertThat(gateOf(() -> new OuterLayer(Opening.JVM).open(message, keys(unapproved))))
        .isEqualTo(Gate.OPENPGP);
    Error other = new AssertionError("another");
    assertThatThrownBy(() -> new OuterLayer(Opening.JVM).open(message, keys(other)))
        .isSameAs(other);
  }

  @Test
  void theInnerLayerIsRefusedLikeAnyOther() {
    byte[] jwe = Browser.seal(site.recipient, context).getBytes(StandardCharsets.US_ASCII);
    assertThat(gateOf(() -> new InnerLayer(Opening.JVM).open(jwe, context, keys(unapproved))))
        .isEqualTo(Gate.INNER);
    Error other = new AssertionError("another");
    assertThatThrownBy(() -> new InnerLayer(Opening.JVM).open(jwe, context, keys(other)))
        .isSameAs(other);
  }

  /** The site's keys, with a provider that answers each step by that error. */
  private OpeningKeys keys(Error answer) {
    KeyRing ring = site.ring();
    return new OpeningKeys(
        new KeyRing(
            ring.openPgpKeys(),
            ring.browserKeys(),
            PrivateKeyProviders.all(new RefusingProvider(answer))),
        site.manifest(),
        Purpose.REQUEST);
  }

  /** Offers the two steps with a private key, and does neither. */
  private static final class RefusingProvider extends Provider {
    private static final long serialVersionUID = 1L;

    RefusingProvider(Error answer) {
      super("Refusing", "1", "for a test");
      putService(
          new Service(this, "Cipher", "RSA/ECB/PKCS1Padding", "none", null, null) {
            @Override
            public Object newInstance(Object parameter) {
              return new RefusingCipher(answer);
            }
          });
      putService(
          new Service(this, "KeyAgreement", "ECDH", "none", null, null) {
            @Override
            public Object newInstance(Object parameter) {
              return new RefusingAgreement(answer);
            }
          });
    }
  }

  private static final class RefusingAgreement extends KeyAgreementSpi {
    private final Error answer;

    RefusingAgreement(Error answer) {
      this.answer = answer;
    }

    @Override
    protected void engineInit(Key key, SecureRandom random) {
      throw answer;
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec params, SecureRandom random) {
      throw answer;
    }

    @Override
    protected Key engineDoPhase(Key key, boolean lastPhase) {
      throw answer;
    }

    @Override
    protected byte[] engineGenerateSecret() {
      throw answer;
    }

    @Override
    protected int engineGenerateSecret(byte[] sharedSecret, int offset) {
      throw answer;
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) {
      throw answer;
    }
  }

  private static final class RefusingCipher extends CipherSpi {
    private final Error answer;

    RefusingCipher(Error answer) {
      this.answer = answer;
    }

    @Override
    protected void engineSetMode(String mode) {}

    @Override
    protected void engineSetPadding(String padding) {}

    @Override
    protected int engineGetBlockSize() {
      return 0;
    }

    @Override
    protected int engineGetOutputSize(int inputLength) {
      return inputLength;
    }

    @Override
    protected byte[] engineGetIV() {
      return new byte[0];
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
      throw answer;
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) {
      throw answer;
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameterSpec params, SecureRandom random) {
      throw answer;
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameters params, SecureRandom random) {
      throw answer;
    }

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
      throw answer;
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) {
      throw answer;
    }

    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int length) {
      throw answer;
    }

    @Override
    protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at) {
      throw answer;
    }
  }
}
