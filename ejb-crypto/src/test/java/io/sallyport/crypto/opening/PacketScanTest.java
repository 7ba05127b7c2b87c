package io.sallyport.crypto.opening;

import static io.sallyport.crypto.opening.Opening.gateOf;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Pgp;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketScanTest {
  private static final RSAPublicKey RECIPIENT = (RSAPublicKey) OpenPgpKey.ENCRYPTION.getPublic();
  private static final long KNOWN = 0x8877665544332211L;
  private static final byte[] SESSION = new byte[32];
  private static final byte[] PKESK = Pgp.pkesk(RECIPIENT, KNOWN, Pgp.AES_256, SESSION);
  private static final byte[] SEIPD = Pgp.seipd(SESSION, Pgp.literal("content"));

  @Test
  void aMessageAsSallyportWritesItPasses() {
    assertPasses(Pgp.join(PKESK, SEIPD));
  }

  @Test
  void oldPacketHeadersPassToo() {
    byte[] body = Arrays.copyOfRange(PKESK, 3, PKESK.length);
    assertThat(Pgp.packet(Pgp.PKESK, body)).isEqualTo(PKESK);
    assertPasses(Pgp.join(Pgp.oldPacket(Pgp.PKESK, body), SEIPD));
    ByteBuffer twoOctets = ByteBuffer.allocate(3 + body.length);
    twoOctets.put((byte) 0x85).putShort((short) body.length).put(body);
    assertPasses(Pgp.join(twoOctets.array(), SEIPD));
  }

  @Test
  void upToEightRecipientsPassIfWeAreOneOfThem() {
    byte[] others = others(7);
    assertPasses(Pgp.join(others, PKESK, SEIPD));
    assertPasses(Pgp.join(PKESK, others, SEIPD));
    assertRefused(Pgp.join(others, PKESK, PKESK, SEIPD));
  }

  @Test
  void aHundredThousandRecipientsAreRefused() {
    byte[] tiny = Pgp.packet(Pgp.PKESK, Pgp.pkeskBody(3, KNOWN, 1, BigInteger.ONE));
    byte[][] many = new byte[100_000][];
    Arrays.fill(many, tiny);
    assertRefused(Pgp.join(Pgp.join(many), SEIPD));
    assertRefused(Pgp.join(Pgp.join(Arrays.copyOf(many, 30_000)), SEIPD));
  }

  @Test
  void aForeignRecipientIsRefused() {
    assertRefused(Pgp.join(Pgp.pkesk(RECIPIENT, KNOWN + 1, Pgp.AES_256, SESSION), SEIPD));
  }

  @Test
  void anAnonymousRecipientIsRefused() {
    assertRefused(Pgp.join(Pgp.pkesk(RECIPIENT, 0, Pgp.AES_256, SESSION), SEIPD));
  }

  @Test
  void aMessageWithoutARecipientIsRefused() {
    assertRefused(SEIPD);
  }

  @Test
  void aMessageWithoutContentIsRefused() {
    assertRefused(new byte[0]);
    assertRefused(PKESK);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] message = Pgp.join(PKESK, SEIPD);
    for (int length = 0; length < message.length; length++) {
      assertRefused(Arrays.copyOf(message, length));
    }
  }

  @Test
  void nothingMayFollowTheContent() {
    for (byte[] more :
        new byte[][] {
          new byte[1],
          SEIPD,
          PKESK,
          Pgp.packet(Pgp.MARKER, new byte[] {'P', 'G', 'P'}),
          Pgp.packet(Pgp.PADDING, new byte[8]),
          Pgp.packet(60, new byte[0])
        }) {
      assertRefused(Pgp.join(PKESK, SEIPD, more));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 19, 20, 21, 40, 60, 63})
  void noOtherPacketMayBeAnywhere(int tag) {
    byte[] other = Pgp.packet(tag, Pgp.join(new byte[] {1}, new byte[60]));
    assertRefused(other);
    assertRefused(Pgp.join(other, PKESK, SEIPD));
    assertRefused(Pgp.join(PKESK, other, SEIPD));
    assertRefused(Pgp.join(PKESK, other));
    if (tag < 16) {
      byte[] old = Pgp.oldPacket(tag, Pgp.join(new byte[] {1}, new byte[60]));
      assertRefused(Pgp.join(PKESK, old));
    }
  }

  @Test
  void contentWithoutModificationDetectionIsRefused() {
    byte[] encrypted = Pgp.cfb(SESSION, Pgp.withMdc(Pgp.literal("content")));
    assertRefused(Pgp.join(PKESK, Pgp.packet(Pgp.SED, encrypted)));
    assertRefused(Pgp.join(PKESK, Pgp.oldPacket(Pgp.SED, encrypted)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 255})
  void anotherVersionOfIntegrityProtectedContentIsRefused(int version) {
    byte[] body = Pgp.join(new byte[] {(byte) version, 9, 2, 0x38}, new byte[200]);
    assertRefused(Pgp.join(PKESK, Pgp.packet(Pgp.SEIPD, body)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 40})
  void contentTooShortToBeSoundIsRefused(int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) 1);
    assertRefused(Pgp.join(PKESK, Pgp.packet(Pgp.SEIPD, body)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, 6, 255})
  void anotherVersionOfSessionKeyIsRefused(int version) {
    BigInteger mpi = Pgp.wrap(RECIPIENT, Pgp.AES_256, SESSION);
    assertRefused(Pgp.join(Pgp.packet(Pgp.PKESK, Pgp.pkeskBody(version, KNOWN, 1, mpi)), SEIPD));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 16, 18, 22, 25, 255})
  void aSessionKeyForAnotherAlgorithmThanRsaIsRefused(int algorithm) {
    BigInteger mpi = Pgp.wrap(RECIPIENT, Pgp.AES_256, SESSION);
    assertRefused(Pgp.join(Pgp.packet(Pgp.PKESK, Pgp.pkeskBody(3, KNOWN, algorithm, mpi)), SEIPD));
  }

  @Test
  void anEncryptedSessionKeyIsOneNumberAndNothingElse() {
    byte[] body = Pgp.pkeskBody(3, KNOWN, 1, Pgp.wrap(RECIPIENT, Pgp.AES_256, SESSION));
    assertRefused(Pgp.join(Pgp.packet(Pgp.PKESK, Pgp.join(body, new byte[1])), SEIPD));
    for (int length = 0; length < body.length; length++) {
      assertRefused(Pgp.join(Pgp.packet(Pgp.PKESK, Arrays.copyOf(body, length)), SEIPD));
    }
    assertRefused(
        Pgp.join(Pgp.packet(Pgp.PKESK, Pgp.pkeskBody(3, KNOWN, 1, BigInteger.ZERO)), SEIPD));
  }

  /** Seven other counts would have the same number of octets. */
  @Test
  void anEncryptedSessionKeySaysExactlyHowManyBitsItHas() {
    BigInteger mpi = Pgp.wrap(RECIPIENT, Pgp.AES_256, SESSION);
    byte[] sound = Pgp.pkeskBody(3, KNOWN, 1, mpi);
    for (int bits = mpi.bitLength() - 8; bits <= mpi.bitLength() + 8; bits++) {
      byte[] body = sound.clone();
      ByteBuffer.wrap(body).putShort(10, (short) bits);
      byte[] message = Pgp.join(Pgp.packet(Pgp.PKESK, body), SEIPD);
      if (bits == mpi.bitLength()) {
        assertPasses(message);
      } else {
        assertRefused(message);
      }
    }
    byte[] led = Pgp.join(Arrays.copyOf(sound, 12), new byte[1], new byte[] {1});
    ByteBuffer.wrap(led).putShort(10, (short) 1);
    assertRefused(Pgp.join(Pgp.packet(Pgp.PKESK, led), SEIPD));
    ByteBuffer.wrap(led).putShort(10, (short) 9);
    assertRefused(Pgp.join(Pgp.packet(Pgp.PKESK, led), SEIPD));
  }

  @ParameterizedTest
  @ValueSource(ints = {224, 230, 240, 254})
  void partialLengthsAreRefused(int octet) {
    byte[] body = new byte[600];
    body[0] = 1;
    assertRefused(Pgp.join(PKESK, new byte[] {(byte) (0xc0 | Pgp.SEIPD), (byte) octet}, body));
    assertRefused(Pgp.join(new byte[] {(byte) 0xc1, (byte) octet}, body));
    // Nor are they read as the length of two octets that they almost are.
    byte[] fitting = new byte[((octet - 192) << 8) + 192];
    fitting[0] = 1;
    assertRefused(
        Pgp.join(PKESK, new byte[] {(byte) (0xc0 | Pgp.SEIPD), (byte) octet, 0}, fitting));
    byte[] four = ByteBuffer.allocate(4).putInt(body.length).array();
    assertRefused(
        Pgp.join(PKESK, new byte[] {(byte) (0xc0 | Pgp.SEIPD), (byte) octet}, four, body));
  }

  @Test
  void indeterminateLengthsAreRefused() {
    byte[] body = Arrays.copyOfRange(PKESK, 3, PKESK.length);
    assertRefused(Pgp.join(new byte[] {(byte) 0x87}, body));
    byte[] eight = ByteBuffer.allocate(8).putLong(body.length).array();
    assertRefused(Pgp.join(new byte[] {(byte) 0x87}, eight, body, SEIPD));
    assertRefused(Pgp.join(PKESK, new byte[] {(byte) (0x80 | Pgp.SED << 2 | 3)}, SEIPD));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 512 * 1024})
  void aLengthThatTheMessageDoesNotHaveIsRefused(int length) {
    byte[] four = ByteBuffer.allocate(4).putInt(length).array();
    assertRefused(
        Pgp.join(PKESK, new byte[] {(byte) (0xc0 | Pgp.SEIPD), (byte) 0xff}, four, new byte[64]));
    assertRefused(Pgp.join(new byte[] {(byte) 0x86}, four, new byte[64]));
  }

  @Test
  void armorIsRefused() {
    assertRefused("-----BEGIN PGP MESSAGE-----\n\nwcFMA\n-----END".getBytes(US_ASCII));
    assertRefused("canary".getBytes(US_ASCII));
  }

  @Test
  void moreThan512KibIsRefused() {
    byte[] body = new byte[512 * 1024];
    body[0] = 1;
    assertRefused(Pgp.join(PKESK, Pgp.packet(Pgp.SEIPD, body)));
    byte[] less = Arrays.copyOf(body, 511 * 1024);
    assertPasses(Pgp.join(PKESK, Pgp.packet(Pgp.SEIPD, less)));
    int head = PKESK.length + 6;
    byte[] most = Arrays.copyOf(body, 512 * 1024 - head);
    byte[] message = Pgp.join(PKESK, Pgp.packet(Pgp.SEIPD, most));
    assertThat(message).hasSize(512 * 1024);
    assertPasses(message);
  }

  @Test
  void theShortestContentThatCouldBeSoundPasses() {
    byte[] body = new byte[41];
    body[0] = 1;
    assertPasses(Pgp.join(PKESK, Pgp.packet(Pgp.SEIPD, body)));
  }

  @Test
  void whatDoesNotBeginAsAPacketIsRefused() {
    for (byte[] packet : new byte[][] {PKESK, SEIPD}) {
      byte[] bare = packet.clone();
      bare[0] &= 0x7f;
      assertRefused(packet == PKESK ? Pgp.join(bare, SEIPD) : Pgp.join(PKESK, bare));
    }
  }

  @Test
  void whereTheContentBeginsIsSaid() throws OpeningFailure {
    byte[] message = Pgp.join(others(2), PKESK, SEIPD);
    assertThat(PacketScan.check(message, id -> id == KNOWN))
        .isEqualTo(message.length - SEIPD.length);
  }

  @Test
  void whateverArrivesIsRefusedInOneWay() {
    Random random = new Random(20261123);
    byte[] sound = Pgp.join(PKESK, SEIPD);
    for (int i = 0; i < 20_000; i++) {
      byte[] message = sound.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        int near = random.nextBoolean() ? 16 : message.length;
        message[random.nextInt(near)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(message, random.nextInt(message.length + 8));
      Throwable thrown = catchThrowable(() -> PacketScan.check(cut, id -> id == KNOWN));
      if (thrown != null) {
        assertThat(thrown).isExactlyInstanceOf(OpeningFailure.class);
      }
    }
  }

  private static byte[] others(int count) {
    byte[][] others = new byte[count][];
    for (int i = 0; i < count; i++) {
      others[i] = Pgp.pkesk(RECIPIENT, i + 1L, Pgp.AES_256, SESSION);
    }
    return Pgp.join(others);
  }

  private static void assertPasses(byte[] message) {
    assertThatCode(() -> PacketScan.check(message, id -> id == KNOWN)).doesNotThrowAnyException();
  }

  private static void assertRefused(byte[] message) {
    assertThat(gateOf(() -> PacketScan.check(message, id -> id == KNOWN))).isEqualTo(Gate.PACKETS);
  }
}
