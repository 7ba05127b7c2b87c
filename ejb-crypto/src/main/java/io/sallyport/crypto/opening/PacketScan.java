package io.sallyport.crypto.opening;

import io.sallyport.crypto.opening.OpeningFailure.Gate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Looks at an OpenPGP message's packets before any parser or key touches it: binary, 1 to 8 PKESK
 * version 3 (RFC 4880 section 5.1) for RSA, of which at least one is for a known key, then exactly
 * one SEIPD version 1 (section 5.13), nothing after it, every length definite (section 4.2).
 */
final class PacketScan {
  private static final int MAX_MESSAGE = 512 * 1024;
  private static final int MAX_PKESK = 8;
  private static final int PKESK = 1;
  private static final int SEIPD = 18;
  private static final int RSA = 1;
  private static final int NOT_YET = -1;

  /** Version, prefix of 18 bytes, and MDC packet of 22: nothing shorter can be sound. */
  private static final int MIN_SEIPD = 1 + 18 + 22;

  private PacketScan() {}

  /**
   * Checks a message.
   *
   * @return where its content packet begins
   * @throws OpeningFailure at {@link Gate#PACKETS} for anything that is not exactly right
   */
  static int check(byte[] message, LongPredicate knownKey) throws OpeningFailure {
    require(message.length <= MAX_MESSAGE);
    ByteBuffer in = ByteBuffer.wrap(message);
    List<Long> recipients = new ArrayList<>();
    int content = NOT_YET;
    while (in.hasRemaining()) {
      require(content == NOT_YET);
      int start = in.position();
      int tag = in.get() & 0xff;
      require((tag & 0x80) != 0);
      boolean newFormat = (tag & 0x40) != 0;
      int type = newFormat ? tag & 0x3f : (tag & 0x3c) >> 2;
      int length = newFormat ? newLength(in) : oldLength(in, tag & 0x03);
      require(length >= 0 && length <= in.remaining());
      ByteBuffer body = in.slice(in.position(), length);
      in.position(in.position() + length);
      if (type == PKESK) {
        recipients.add(recipient(body));
        require(recipients.size() <= MAX_PKESK);
      } else {
        require(type == SEIPD && length >= MIN_SEIPD && body.get() == 1);
        content = start;
      }
    }
    require(content != NOT_YET && recipients.stream().anyMatch(knownKey::test));
    return content;
  }

  private static long recipient(ByteBuffer body) throws OpeningFailure {
    require(body.remaining() >= 12 && body.get() == 3);
    long keyId = body.getLong();
    require(body.get() == RSA);
    int bits = body.getShort() & 0xffff;
    require(bits > 0 && body.remaining() == (bits + 7) / 8);
    return keyId;
  }

  private static int newLength(ByteBuffer in) throws OpeningFailure {
    int first = octet(in);
    if (first < 192) {
      return first;
    }
    if (first < 224) {
      return ((first - 192) << 8) + octet(in) + 192;
    }
    // 224 to 254 would be a partial length.
    require(first == 255 && in.remaining() >= 4);
    return in.getInt();
  }

  private static int oldLength(ByteBuffer in, int lengthType) throws OpeningFailure {
    // Type 3 would be an indeterminate length.
    require(lengthType < 3 && in.remaining() >= 1 << lengthType);
    return switch (lengthType) {
      case 0 -> octet(in);
      case 1 -> in.getShort() & 0xffff;
      default -> in.getInt();
    };
  }

  private static int octet(ByteBuffer in) throws OpeningFailure {
    require(in.hasRemaining());
    return in.get() & 0xff;
  }

  private static void require(boolean condition) throws OpeningFailure {
    if (!condition) {
      throw new OpeningFailure(Gate.PACKETS);
    }
  }
}
