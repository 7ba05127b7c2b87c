package io.sallyport.crypto.ring;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.Jca;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.keys.KeyFiles;
import io.sallyport.crypto.keys.PrivateKeyProviders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyConverter;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPPrivateKey;

/**
 * The private keys of an unsealed node, as handles of the JCA provider that works with them: a
 * provider's own objects, or references into a token. Immutable; sealing a node means to forget its
 * ring.
 *
 * @param openPgpKeys by key ID
 * @param browserKeys by RFC 7638 thumbprint
 * @param providers who works with them
 */
public record KeyRing(
    Map<Long, PGPPrivateKey> openPgpKeys,
    Map<String, PrivateKey> browserKeys,
    PrivateKeyProviders providers) {
  public KeyRing {
    openPgpKeys = Map.copyOf(openPgpKeys);
    browserKeys = Map.copyOf(browserKeys);
  }

  /** The OpenPGP key of that key ID. */
  public Optional<PGPPrivateKey> openPgpKey(long keyId) {
    return Optional.ofNullable(openPgpKeys.get(keyId));
  }

  /** The browser key of that thumbprint. */
  public Optional<PrivateKey> browserKey(String id) {
    return Optional.ofNullable(browserKeys.get(id));
  }

  /** All names: thumbprints, and OpenPGP key IDs in hex. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(browserKeys.keySet());
    openPgpKeys.keySet().forEach(id -> names.add("%016X".formatted(id)));
    return names;
  }

  /** Never a key. */
  @Override
  public String toString() {
    return "KeyRing" + names();
  }

  /**
   * The sealed keys of a folder: its files that end in {@code .sealed}.
   *
   * @throws KeyFileException when there is none, or one cannot be read
   */
  public static List<SealedKey> sealedKeysIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<SealedKey> keys =
          files
              .filter(file -> file.getFileName().toString().endsWith(SealedKey.SUFFIX))
              .sorted()
              .map(KeyRing::sealedKey)
              .toList();
      if (keys.isEmpty()) {
        throw new KeyFileException(folder + ": holds no sealed key");
      }
      return keys;
    } catch (IOException e) {
      throw new KeyFileException(folder + ": cannot be read", e);
    }
  }

  private static SealedKey sealedKey(Path file) {
    try {
      return SealedKey.read(Files.readString(file, StandardCharsets.US_ASCII));
    } catch (IOException | FormatException e) {
      throw new KeyFileException(file + ": not a sealed key: " + e.getMessage(), e);
    }
  }

  /**
   * Opens sealed keys.
   *
   * @param providers where they are to live
   * @throws KeyFileException when one was sealed with another master key or is not what its header
   *     says; the message names it
   */
  public static KeyRing open(
      List<SealedKey> sealed, MasterKey masterKey, PrivateKeyProviders providers) {
    Map<Long, PGPPrivateKey> openPgp = new HashMap<>();
    Map<String, PrivateKey> browser = new HashMap<>();
    for (SealedKey key : sealed) {
      byte[] content = null;
      try {
        content = key.open(masterKey);
        if (SealedKey.BROWSER.equals(key.use())) {
          browser.put(key.id(), browserKey(key.id(), content, providers.ec()));
        } else {
          PGPPrivateKey opened = openPgpKey(key.id(), content, providers.rsaKeys());
          openPgp.put(opened.getKeyID(), opened);
        }
      } catch (FormatException
          | GeneralSecurityException
          | JOSEException
          | ParseException
          | PGPException e) {
        // A parser's message may quote what it parsed: the key.
        throw new KeyFileException("the sealed key " + key.id() + " cannot be opened");
      } finally {
        if (content != null) {
          Arrays.fill(content, (byte) 0);
        }
      }
    }
    return new KeyRing(openPgp, browser, providers);
  }

  private static PrivateKey browserKey(String id, byte[] jwk, Optional<Provider> provider)
      throws ParseException, JOSEException, GeneralSecurityException {
    ECKey key = ECKey.parse(new String(jwk, StandardCharsets.UTF_8));
    if (!Curve.P_384.equals(key.getCurve())
        || !key.isPrivate()
        || !key.computeThumbprint().toString().equals(id)) {
      throw new JOSEException("not the key that its header names");
    }
    return Jca.keyFactory("EC", provider)
        .generatePrivate(new PKCS8EncodedKeySpec(key.toECPrivateKey().getEncoded()));
  }

  private static PGPPrivateKey openPgpKey(String id, byte[] ring, Optional<Provider> provider)
      throws PGPException {
    PGPSecretKey key = KeyFiles.openPgpSecretSubkey(ring, id);
    JcaPGPKeyConverter converter = new JcaPGPKeyConverter();
    provider.ifPresent(converter::setProvider);
    // Converted once: a provider may check a key's primes each time it meets it anew.
    return new JcaPGPPrivateKey(
        key.getPublicKey(), converter.getPrivateKey(key.extractPrivateKey(null)));
  }
}
