package io.sallyport.api.order;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Content of any length, with a receipt at its end: pieces, each after its length (four bytes),
 * then a length of zero, then the receipt as {@link DataOutputStream#writeUTF} writes it. It stands
 * in the content and in no trailer, since a balancer between the two may drop those.
 *
 * <p>Whoever reads it gets a piece when the next one has come, and the last one when the receipt is
 * found good: what was changed on its way never looks whole.
 */
public final class ReceiptedContent extends InputStream {
  private static final int PIECE = 64 * 1024;

  private final DataInputStream in;
  private final AtTheEnd end;
  private final Pace pace;
  private final MessageDigest digest = Sha256.digest();
  private byte[] piece = new byte[0];
  private byte[] next;
  private int place;
  private boolean last;

  /** Makes the receipt of what was written. */
  @FunctionalInterface
  public interface Signed {
    /**
     * The receipt.
     *
     * @param hash of all content, SHA-256 in base64url
     */
    String receipt(String hash);
  }

  /** Looks at the receipt of what was read. */
  @FunctionalInterface
  public interface AtTheEnd {
    /**
     * Looks.
     *
     * @param hash of all content, SHA-256 in base64url
     * @throws NotGenuine when it is no receipt of that
     */
    void check(String receipt, String hash) throws NotGenuine;
  }

  /** Hears when a piece is waited for. */
  public interface Pace {
    /** It is waited for from now on. */
    void waits();

    /** It has come; the next one is waited for when somebody wants it. */
    void came();
  }

  /** Reads what {@link #write} wrote. */
  public ReceiptedContent(InputStream in, AtTheEnd end, Pace pace) {
    this.in = new DataInputStream(in);
    this.end = end;
    this.pace = pace;
  }

  /** Writes content to its end. */
  public static void write(InputStream content, OutputStream to, Signed signed) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[PIECE];
    for (int length = content.readNBytes(buffer, 0, PIECE);
        length > 0;
        length = content.readNBytes(buffer, 0, PIECE)) {
      digest.update(buffer, 0, length);
      out.writeInt(length);
      out.write(buffer, 0, length);
    }
    out.writeInt(0);
    out.writeUTF(signed.receipt(Sha256.of(digest)));
    out.flush();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    while (place == piece.length) {
      if (!advanced()) {
        return -1;
      }
    }
    int length = Math.min(most, piece.length - place);
    System.arraycopy(piece, place, into, from, length);
    place += length;
    return length;
  }

  /** Whether there is another piece; the first of all is read together with the second. */
  private boolean advanced() throws IOException {
    if (next == null) {
      next = following();
    }
    if (next.length == 0) {
      return false;
    }
    piece = next;
    place = 0;
    next = following();
    return true;
  }

  private byte[] following() throws IOException {
    pace.waits();
    try {
      return come();
    } finally {
      pace.came();
    }
  }

  /** Of no length at the end, which is good then. */
  private byte[] come() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > PIECE || (last && length > 0)) {
      throw new IOException("a piece of that length is never sent");
    }
    if (length == 0) {
      requireReceipt();
      if (in.read() >= 0) {
        throw new IOException("something follows its end");
      }
      return new byte[0];
    }
    byte[] read = in.readNBytes(length);
    if (read.length < length) {
      throw new EOFException("it broke off");
    }
    digest.update(read);
    // Only the last one is shorter: nobody holds us up by sending bytes one by one.
    last = length < PIECE;
    return read;
  }

  private void requireReceipt() throws IOException {
    try {
      end.check(in.readUTF(), Sha256.of(digest));
    } catch (NotGenuine e) {
      throw new IOException("the receipt at the end is not good", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
