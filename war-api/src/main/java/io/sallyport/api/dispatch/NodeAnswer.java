package io.sallyport.api.dispatch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a node answers, as it comes; nothing in it has been verified.
 *
 * @param status HTTP status
 * @param receipt the node's, or null
 * @param date the node's clock, as its server tells it, or null
 * @param head how AWS's answer to a tool begins, in Base64; null for all other answers
 * @param content the rest, not read yet
 */
record NodeAnswer(int status, String receipt, String date, String head, InputStream content)
    implements Closeable {
  private static final int LONGEST = 16 * 1024 * 1024;

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
