package io.sallyport.crypto.unsealing;

import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.ring.KeyRing;
import java.nio.file.Path;
import java.security.Provider;

/** Opens the ring of a token, for tests of other packages. */
public final class Tokens {
  private Tokens() {}

  public static KeyRing open(Provider token, Path pinFile, Manifest manifest) {
    return new TokenKeys(token, pinFile).open(manifest);
  }
}
