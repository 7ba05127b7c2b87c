package io.sallyport.contract.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which release this is, as the build says. */
public final class Release {
  private Release() {}

  /** Its version, e.g. {@code 1.4.0}. */
  public static String version() {
    Properties build = new Properties();
    try (InputStream in = Release.class.getResourceAsStream("release.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }
}
