package io.sallyport.api.dispatch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What a node answers, as it comes; nothing in it has been verified. It is over 35 seconds after
 * the order was sent, unless it is given its own pace.
 *
 * @param status HTTP status
 * @param receipt the node's, or null
 * @param date the node's clock, as its server tells it, or null
 * @param head how AWS's answer to a tool begins, in Base64; null for all other answers
 * @param content the rest, not read yet
 */
record NodeAnswer(int status, String receipt, String date, String head, Content content)
    implements Closeable {
  /** How long an order may take, whatever the node does. */
  static final Duration MOST = Duration.ofSeconds(35);

  private static final int LONGEST = 16 * 1024 * 1024;

  /** What comes, and until when. */
  abstract static class Content extends InputStream {
    /** From now on it ends when that much time has gone by; null for no such end. */
    abstract void within(Duration most);

    @Override
    public final int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] into, int from, int most) throws IOException;
  }

  /**
   * All of the content.
   *
   * @throws IOException also when it is longer than 16 MiB
   */
  byte[] whole() throws IOException {
    byte[] whole = content.readNBytes(LONGEST + 1);
    if (whole.length > LONGEST) {
      throw new IOException("the node's answer is too long");
    }
    return whole;
  }

  /** Ends it, also where it has not ended. */
  @Override
  public void close() throws IOException {
    content.close();
  }
}
