package io.sallyport.crypto.manifest;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.node.NodeKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPUtil;

/** A key of the manifest, with its state. */
public sealed interface ListedKey {
  /** Its name among all keys: a thumbprint or a fingerprint. */
  String id();

  KeyState state();

  /** Until when it may seal or sign, if it is active. */
  Instant activeUntil();

  /** Which use it has: {@code browser}, {@code openpgp}, {@code web} or {@code decrypt}. */
  String use();

  /**
   * What browsers seal the inner layer for.
   *
   * @param id RFC 7638 thumbprint
   * @param key on P-384, public
   */
  record BrowserKey(String id, KeyState state, Instant activeUntil, ECKey key)
      implements ListedKey {
    @Override
    public String use() {
      return "browser";
    }
  }

  /**
   * What web nodes seal the outer layer for.
   *
   * @param id fingerprint of the certificate's encryption subkey, in hex
   * @param certificate the OpenPGP certificate, armored
   * @param key its encryption subkey
   */
  record OpenPgpKey(
      String id, KeyState state, Instant activeUntil, String certificate, PGPPublicKey key)
      implements ListedKey {
    @Override
    public String use() {
      return "openpgp";
    }

    /** The certificate without armor. */
    public byte[] binary() {
      try (InputStream in =
          PGPUtil.getDecoderStream(
              new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)))) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The key ID as envelopes carry it: the fingerprint's last 8 octets, in hex. */
    public String keyId() {
      return keyId(key.getKeyID());
    }

    /** A key ID in hex. */
    public static String keyId(long id) {
      return HexFormat.of().withUpperCase().toHexDigits(id);
    }

    /** A fingerprint in hex. */
    public static String fingerprint(PGPPublicKey key) {
      return HexFormat.of().formatHex(key.getFingerprint()).toUpperCase(Locale.ROOT);
    }
  }

  /**
   * What a node signs with: a web node what it received, a decrypt node what it rewrapped.
   *
   * @param id RFC 7638 thumbprint
   * @param kind which of the two it may sign
   * @param node the node's name
   * @param key on P-384, public
   */
  record NodeKey(
      String id, KeyState state, Instant activeUntil, NodeKind kind, String node, ECKey key)
      implements ListedKey {
    @Override
    public String use() {
      return kind.configured();
    }
  }
}
