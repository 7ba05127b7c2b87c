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

  /** Version, key ID, algorithm, and the number's bit count; the number follows. */
  private static final int PKESK_HEAD = 1 + 8 + 1 + 2;

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
      require(Integer.compareUnsigned(length, in.remaining()) <= 0);
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
    require(body.remaining() > PKESK_HEAD && body.get() == 3);
    long keyId = body.getLong();
    require(body.get() == RSA);
    int bits = body.getShort() & 0xffff;
    require(bits == bitLength(body));
    return keyId;
  }

  /** A number begins with its first bit that is set (section 3.2), so that it has one form. */
  private static int bitLength(ByteBuffer number) throws OpeningFailure {
    int first = number.get(number.position()) & 0xff;
    require(first != 0);
    return number.remaining() * Byte.SIZE
        - (Integer.numberOfLeadingZeros(first) - (Integer.SIZE - Byte.SIZE));
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
    require(first == 255);
    return number(in, Integer.BYTES);
  }

  private static int oldLength(ByteBuffer in, int lengthType) throws OpeningFailure {
    // Type 3 would be an indeterminate length.
    require(lengthType < 3);
    return number(in, 1 << lengthType);
  }

  private static int number(ByteBuffer in, int octets) throws OpeningFailure {
    int number = 0;
    for (int i = 0; i < octets; i++) {
      number = number << Byte.SIZE | octet(in);
    }
    return number;
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
