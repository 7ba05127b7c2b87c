package io.sallyport.sandbox.s3;

import io.sallyport.sandbox.wire.WireBody;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A part of an object: the byte at each place follows from the place alone, and repeats after a
 * prime number of places.
 *
 * @param from the first byte
 * @param length in bytes
 */
record MadeUpContent(long from, long length) implements WireBody {
  private static final int PERIOD = 65_537;
  private static final int BUFFER = 64 * 1024;

  static byte at(long place) {
    long within = place % PERIOD;
    return (byte) (within * within >>> 3);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long written = 0;
    while (written < length) {
      int now = (int) Math.min(BUFFER, length - written);
      for (int i = 0; i < now; i++) {
        buffer[i] = at(from + written + i);
      }
      out.write(buffer, 0, now);
      written += now;
    }
  }
}
