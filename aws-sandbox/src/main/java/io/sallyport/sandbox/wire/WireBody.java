package io.sallyport.sandbox.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What an answer consists of, whose length is known before any of it is written. */
public interface WireBody {
  /** In bytes. */
  long length();

  /** Writes all of it. */
  void writeTo(OutputStream out) throws IOException;

  /** These bytes. */
  static WireBody of(byte[] bytes) {
    return new WireBody() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }

  /** This text, in UTF-8. */
  static WireBody of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One that promises all of these bytes, and breaks off in their middle. */
  static WireBody halfOf(byte[] bytes) {
    return new WireBody() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, bytes.length / 2);
        out.flush();
      }
    };
  }
}
