package io.sallyport.crypto.unsealing;

import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.keys.PrivateKeyProviders;
import io.sallyport.crypto.manifest.ListedKey.BrowserKey;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.ring.KeyRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPPrivateKey;

/**
 * Private keys in a PKCS #11 token, which never leave it: what a node holds are references. An
 * entry of the token is labelled with the name that the manifest gives its key (thumbprint, or
 * fingerprint of the OpenPGP subkey), and has a certificate of any content beside it, because the
 * JDK shows no private key without one.
 */
final class TokenKeys {
  private final Provider token;
  private final Path pinFile;

  /**
   * A token.
   *
   * @param token SunPKCS11, configured for it
   * @param pinFile holds the user's PIN in its first line
   */
  TokenKeys(Provider token, Path pinFile) {
    this.token = token;
    this.pinFile = pinFile;
  }

  /**
   * The keys of the manifest that the token holds.
   *
   * @throws KeyFileException when the token refuses the PIN, or holds none of them
   */
  KeyRing open(Manifest manifest) {
    KeyStore entries = entries();
    Map<Long, PGPPrivateKey> openPgp = new HashMap<>();
    Map<String, PrivateKey> browser = new HashMap<>();
    for (OpenPgpKey listed : manifest.openPgpKeys()) {
      privateKey(entries, listed.id())
          .ifPresent(
              key -> openPgp.put(listed.key().getKeyID(), new JcaPGPPrivateKey(listed.key(), key)));
    }
    for (BrowserKey listed : manifest.browserKeys()) {
      privateKey(entries, listed.id()).ifPresent(key -> browser.put(listed.id(), key));
    }
    if (openPgp.isEmpty() || browser.isEmpty()) {
      throw new KeyFileException(
          "the PKCS #11 token holds %d browser keys and %d OpenPGP keys of the manifest, and one of"
                  .formatted(browser.size(), openPgp.size())
              + " each is needed; label each entry with the key's name in the manifest");
    }
    return new KeyRing(openPgp, browser, PrivateKeyProviders.all(token));
  }

  private KeyStore entries() {
    char[] pin = pin();
    try {
      KeyStore entries = KeyStore.getInstance("PKCS11", token);
      entries.load(null, pin);
      return entries;
    } catch (GeneralSecurityException | IOException e) {
      throw new KeyFileException("the PKCS #11 token does not open with the PIN in " + pinFile);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private char[] pin() {
    byte[] bytes = null;
    try {
      bytes = Files.readAllBytes(pinFile);
      CharBuffer line = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
      int length = 0;
      while (length < line.length() && line.charAt(length) >= ' ') {
        length++;
      }
      char[] pin = new char[length];
      line.get(pin);
      Arrays.fill(line.array(), '\0');
      return pin;
    } catch (IOException e) {
      throw new KeyFileException(pinFile + ": cannot be read", e);
    } finally {
      if (bytes != null) {
        Arrays.fill(bytes, (byte) 0);
      }
    }
  }

  private static Optional<PrivateKey> privateKey(KeyStore entries, String alias) {
    try {
      Key key = entries.getKey(alias, null);
      return key instanceof PrivateKey found ? Optional.of(found) : Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new KeyFileException("the PKCS #11 token does not give access to " + alias);
    }
  }
}
