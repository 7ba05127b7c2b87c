package io.sallyport.crypto.opening;

import static io.sallyport.crypto.opening.Opening.gateOf;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Pgp;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPCompressedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcePublicKeyKeyEncryptionMethodGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OuterLayerTest {
  private static final String CONTENT = "canary ".repeat(200);
  private static final String SHORT = "canary ".repeat(9);
  private static final RSAPublicKey RECIPIENT = (RSAPublicKey) OpenPgpKey.ENCRYPTION.getPublic();

  private static Site site;
  private static Opening opening;
  private static long keyId;

  @BeforeAll
  static void aDecryptNode() {
    site = new Site();
    opening = new Opening(site);
    keyId = site.openPgpSubkey().getKeyID();
  }

  @Test
  void aSoundMessageGivesItsLiteralContent() throws Exception {
    assertOpens(Pgp.message(RECIPIENT, keyId, Pgp.literal(CONTENT)));
  }

  @Test
  void aMessageForOthersTooGivesItsContent() throws Exception {
    byte[] session = Pgp.random(32);
    assertOpens(
        Pgp.join(
            Pgp.pkesk((RSAPublicKey) OpenPgpKey.SIGNING.getPublic(), 1, Pgp.AES_256, session),
            Pgp.pkesk(RECIPIENT, keyId, Pgp.AES_256, session),
            Pgp.seipd(session, Pgp.literal(CONTENT))));
  }

  /** One in 256 is shorter than the modulus; through PKCS#11 those did not open. */
  @Test
  void anEncryptedSessionKeyThatBeginsWithZerosOpens() throws Exception {
    byte[] session = Pgp.random(32);
    BigInteger mpi = Pgp.wrap(RECIPIENT, Pgp.AES_256, session);
    while (mpi.bitLength() > RECIPIENT.getModulus().bitLength() - 8) {
      mpi = Pgp.wrap(RECIPIENT, Pgp.AES_256, session);
    }
    assertOpens(
        Pgp.join(
            Pgp.packet(Pgp.PKESK, Pgp.pkeskBody(3, keyId, 1, mpi)),
            Pgp.seipd(session, Pgp.literal(CONTENT))));
  }

  @Test
  void aMessageCutOffAnywhereGivesNothing() {
    byte[] message = Pgp.message(RECIPIENT, keyId, Pgp.literal(CONTENT));
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThat(gateOf(() -> opening.openOuter(cut))).isEqualTo(Gate.PACKETS);
    }
  }

  /** Cut off, with all lengths made to agree again. */
  @Test
  void encryptedContentCutOffAnywhereGivesNothing() {
    byte[] session = Pgp.random(32);
    byte[] pkesk = Pgp.pkesk(RECIPIENT, keyId, Pgp.AES_256, session);
    byte[] encrypted = Pgp.cfb(session, Pgp.withMdc(Pgp.literal(SHORT)));
    for (int length = 0; length < encrypted.length; length++) {
      byte[] body = Pgp.join(new byte[] {1}, Arrays.copyOf(encrypted, length));
      assertGivesNothing(Pgp.join(pkesk, Pgp.packet(Pgp.SEIPD, body)));
    }
  }

  @Test
  void aMessageAlteredInAnyByteGivesNothing() {
    byte[] message = Pgp.message(RECIPIENT, keyId, Pgp.literal(SHORT));
    for (int at = 0; at < message.length; at++) {
      for (int bit : new int[] {at % 8, 7 - at % 8}) {
        byte[] altered = message.clone();
        altered[at] ^= (byte) (1 << bit);
        assertGivesNothing(altered);
      }
    }
  }

  /** Each bit of what is decrypted first: prefix, and the headers of the literal packet. */
  @Test
  void everyBitOfTheFirstBlocksCounts() {
    byte[] session = Pgp.random(32);
    byte[] pkesk = Pgp.pkesk(RECIPIENT, keyId, Pgp.AES_256, session);
    byte[] encrypted = Pgp.cfb(session, Pgp.withMdc(Pgp.literal(SHORT)));
    for (int bit = 0; bit < 32 * 8; bit++) {
      byte[] altered = encrypted.clone();
      altered[bit / 8] ^= (byte) (1 << (bit % 8));
      assertGivesNothing(Pgp.join(pkesk, Pgp.packet(Pgp.SEIPD, Pgp.join(new byte[] {1}, altered))));
    }
  }

  /** A sound message of another kind that another implementation would open. */
  @Test
  void contentWithoutModificationDetectionGivesNothing() throws Exception {
    byte[] message = written(builder().setWithIntegrityPacket(false));
    assertThat(secondTag(message)).isEqualTo(Pgp.SED);
    assertThat(gateOf(() -> opening.openOuter(message))).isEqualTo(Gate.PACKETS);
  }

  @Test
  void contentAuthenticatedInTheOldOrNewWayGivesNothing() throws Exception {
    byte[] old = written(builder().setUseV5AEAD().setWithAEAD(AEADAlgorithmTags.OCB, 6));
    assertThat(secondTag(old)).isEqualTo(Pgp.AEAD);
    assertThat(gateOf(() -> opening.openOuter(old))).isEqualTo(Gate.PACKETS);
    byte[] second = written(builder().setUseV6AEAD().setWithAEAD(AEADAlgorithmTags.OCB, 6));
    assertThat(gateOf(() -> opening.openOuter(second))).isEqualTo(Gate.PACKETS);
  }

  /** The same writer, asked for what we accept: the refusals above are for their kind alone. */
  @Test
  void whatAnotherImplementationWritesInOurKindOpens() throws Exception {
    assertOpens(written(builder().setWithIntegrityPacket(true)));
  }

  @Test
  void anArmoredMessageGivesNothing() throws Exception {
    byte[] message = Pgp.message(RECIPIENT, keyId, Pgp.literal(CONTENT));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (ArmoredOutputStream armor = ArmoredOutputStream.builder().build(text)) {
      armor.write(message);
    }
    assertThat(gateOf(() -> opening.openOuter(text.toByteArray()))).isEqualTo(Gate.PACKETS);
    assertOpens(message);
  }

  @Test
  void contentWithAWrongOrMissingModificationDetectionCodeGivesNothing() {
    byte[] sound = Pgp.withMdc(Pgp.literal(CONTENT));
    byte[] without = Arrays.copyOf(sound, sound.length - 22);
    byte[] zeroed = Pgp.join(Arrays.copyOf(sound, sound.length - 20), new byte[20]);
    byte[] other = Pgp.withMdc(Pgp.literal(CONTENT.replace('a', 'b')));
    byte[] foreign = Pgp.join(without, Arrays.copyOfRange(other, other.length - 22, other.length));
    for (byte[] inside : new byte[][] {without, zeroed, foreign}) {
      byte[] session = Pgp.random(32);
      assertGivesNothing(
          Pgp.join(
              Pgp.pkesk(RECIPIENT, keyId, Pgp.AES_256, session),
              Pgp.packet(Pgp.SEIPD, Pgp.join(new byte[] {1}, Pgp.cfb(session, inside)))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a"})
  void contentLongerThanAnyEnvelopeGivesNothing(String filling) throws Exception {
    assertGivesNothing(Pgp.message(RECIPIENT, keyId, Pgp.literal(filling.repeat(320 * 1024))));
    String most = filling.repeat(300 * 1024 - 64);
    assertThat(opening.openOuter(Pgp.message(RECIPIENT, keyId, Pgp.literal(most))))
        .asString()
        .isEqualTo(most);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 10, 11, 99, 255})
  void aSessionOfAnyOtherAlgorithmGivesNothing(int algorithm) {
    for (int length : new int[] {0, 16, 24, 32}) {
      byte[] session = Pgp.random(length);
      byte[] pkesk = Pgp.pkesk(RECIPIENT, keyId, algorithm, session);
      byte[] inside = Pgp.withMdc(Pgp.literal(CONTENT));
      byte[] encrypted = length == 0 ? inside : Pgp.cfb(session, inside);
      assertGivesNothing(
          Pgp.join(pkesk, Pgp.packet(Pgp.SEIPD, Pgp.join(new byte[] {1}, encrypted))));
      // Algorithm 0 hands out what never was encrypted.
      assertGivesNothing(Pgp.join(pkesk, Pgp.packet(Pgp.SEIPD, Pgp.join(new byte[] {1}, inside))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 16, 24, 31, 33, 64})
  void aSessionKeyThatIsNot256BitsLongGivesNothingWhateverItCallsItself(int length) {
    byte[] session = Pgp.random(length);
    byte[] inside = Pgp.withMdc(Pgp.literal(CONTENT));
    boolean isAesKey = length == 16 || length == 24;
    assertGivesNothing(
        Pgp.join(
            Pgp.pkesk(RECIPIENT, keyId, Pgp.AES_256, session),
            Pgp.packet(
                Pgp.SEIPD,
                Pgp.join(new byte[] {1}, isAesKey ? Pgp.cfb(session, inside) : inside))));
  }

  @Test
  void aSessionKeyWithAWrongChecksumOrPaddingGivesNothing() {
    byte[] content = Pgp.seipd(Pgp.random(32), Pgp.literal(CONTENT));
    for (BigInteger mpi :
        new BigInteger[] {
          BigInteger.ONE,
          BigInteger.TWO,
          RECIPIENT.getModulus().subtract(BigInteger.ONE),
          RECIPIENT.getModulus(),
          RECIPIENT.getModulus().add(BigInteger.ONE),
          BigInteger.ONE.shiftLeft(3072).subtract(BigInteger.ONE),
          BigInteger.ONE.shiftLeft(60_000),
          new BigInteger(1, Pgp.random(384))
        }) {
      assertGivesNothing(Pgp.join(Pgp.packet(Pgp.PKESK, Pgp.pkeskBody(3, keyId, 1, mpi)), content));
    }
  }

  @Test
  void aSessionKeyForAnotherKeyUnderOurIdGivesNothing() {
    RSAPublicKey other = (RSAPublicKey) OpenPgpKey.SIGNING.getPublic();
    assertGivesNothing(Pgp.message(other, keyId, Pgp.literal(CONTENT)));
  }

  @Test
  void thePrimaryKeyOpensNothing() {
    long primary = site.openPgp.certificate().getPublicKey().getKeyID();
    RSAPublicKey key = (RSAPublicKey) OpenPgpKey.SIGNING.getPublic();
    assertThat(gateOf(() -> opening.openOuter(Pgp.message(key, primary, Pgp.literal(CONTENT)))))
        .isEqualTo(Gate.PACKETS);
  }

  @Test
  void contentIsExactlyOneLiteralPacket() {
    byte[] literal = Pgp.literal(CONTENT);
    for (byte[] packets :
        new byte[][] {
          new byte[0],
          Pgp.join(literal, literal),
          Pgp.join(literal, new byte[1]),
          Pgp.join(literal, CONTENT.getBytes(US_ASCII)),
          Pgp.join(literal, Pgp.packet(Pgp.MARKER, new byte[] {'P', 'G', 'P'})),
          Pgp.join(Pgp.packet(Pgp.MARKER, new byte[] {'P', 'G', 'P'}), literal),
          Pgp.join(literal, Pgp.packet(Pgp.PADDING, new byte[8])),
          Pgp.join(Pgp.packet(Pgp.PADDING, new byte[8]), literal),
          Pgp.join(literal, Pgp.packet(40, new byte[8])),
          Pgp.join(literal, Pgp.packet(63, new byte[8])),
          Pgp.join(Pgp.packet(40, new byte[8]), literal),
          Pgp.packet(2, new byte[20]),
          Pgp.packet(63, literal),
          CONTENT.getBytes(US_ASCII),
        }) {
      assertGivesNothing(Pgp.message(RECIPIENT, keyId, packets));
    }
  }

  @Test
  void aMessageInsideTheMessageGivesNothing() {
    byte[] inner = Pgp.message(RECIPIENT, keyId, Pgp.literal(CONTENT));
    assertGivesNothing(Pgp.message(RECIPIENT, keyId, inner));
    assertGivesNothing(
        Pgp.message(
            RECIPIENT, keyId, Pgp.packet(Pgp.SED, Pgp.cfb(new byte[32], Pgp.literal(CONTENT)))));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        PGPCompressedData.UNCOMPRESSED,
        PGPCompressedData.ZIP,
        PGPCompressedData.ZLIB,
        PGPCompressedData.BZIP2
      })
  void compressedContentGivesNothing(int algorithm) throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    PGPCompressedDataGenerator generator = new PGPCompressedDataGenerator(algorithm);
    try (OutputStream out = generator.open(compressed)) {
      out.write(Pgp.literal(CONTENT));
    }
    assertGivesNothing(Pgp.message(RECIPIENT, keyId, compressed.toByteArray()));
  }

  @Test
  void aCompressionBombGivesNothing() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    PGPCompressedDataGenerator generator = new PGPCompressedDataGenerator(PGPCompressedData.ZIP);
    try (OutputStream out = generator.open(bomb)) {
      byte[] zeros = new byte[1024 * 1024];
      for (int i = 0; i < 32; i++) {
        out.write(zeros);
      }
    }
    assertThat(bomb.size()).isLessThan(64 * 1024);
    assertGivesNothing(Pgp.message(RECIPIENT, keyId, bomb.toByteArray()));
  }

  @Test
  void aLiteralThatSaysMoreThanItsContentGivesNothing() {
    for (byte[] body :
        new byte[][] {
          Pgp.literalBody('t', "", CONTENT),
          Pgp.literalBody('u', "", CONTENT),
          Pgp.literalBody('l', "", CONTENT),
          Pgp.literalBody('b', "_CONSOLE", CONTENT),
          Pgp.literalBody('b', "canary.txt", CONTENT),
          new byte[0],
          {'b'},
          {'b', 5},
        }) {
      assertGivesNothing(Pgp.message(RECIPIENT, keyId, Pgp.packet(Pgp.LITERAL, body)));
    }
  }

  @Test
  void contentLongerThanAnyEnvelopeGivesNothing() {
    assertGivesNothing(Pgp.message(RECIPIENT, keyId, Pgp.literal("x".repeat(400 * 1024))));
  }

  private static void assertOpens(byte[] message) throws OpeningFailure {
    assertThat(opening.openOuter(message)).isEqualTo(CONTENT.getBytes(US_ASCII));
  }

  private static void assertGivesNothing(byte[] message) {
    assertThat(gateOf(() -> opening.openOuter(message)))
        .isIn(Gate.PACKETS, Gate.OPENPGP, Gate.INTEGRITY);
  }

  private static JcePGPDataEncryptorBuilder builder() {
    return new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
        .setProvider(new BouncyCastleProvider())
        .setSecureRandom(new SecureRandom());
  }

  private static byte[] written(JcePGPDataEncryptorBuilder kind) throws Exception {
    PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(kind);
    generator.addMethod(new JcePublicKeyKeyEncryptionMethodGenerator(site.openPgpSubkey()));
    byte[] literal = Pgp.literal(CONTENT);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    try (OutputStream out = generator.open(message, literal.length)) {
      out.write(literal);
    }
    return message.toByteArray();
  }

  /** The tag after one old-format session key packet with a length of two octets. */
  private static int secondTag(byte[] message) {
    assertThat(message[0] & 0xff).isIn(0x85, 0xc1);
    int length =
        (message[0] & 0xff) == 0x85
            ? 3 + ((message[1] & 0xff) << 8) + (message[2] & 0xff)
            : 3 + ((message[1] - 192 & 0xff) << 8) + (message[2] & 0xff) + 192;
    int header = message[length] & 0xff;
    return (header & 0x40) != 0 ? header & 0x3f : (header & 0x3c) >> 2;
  }
}
