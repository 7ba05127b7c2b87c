package io.sallyport.crypto.opening;

import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.jcajce.JcaPGPObjectFactory;
import org.bouncycastle.openpgp.operator.jcajce.JceSessionKeyDataDecryptorFactoryBuilder;

/**
 * Opens the OpenPGP layer. Not a byte of content leaves it before the whole message was read, its
 * modification detection code agreed, and it turned out to be exactly one literal packet.
 */
@ApplicationScoped
class OuterLayer {
  /** A literal packet holds at most a JWE and a few octets more. */
  private static final int MAX_CONTENT = 300 * 1024;

  private static final int AES_256_KEY = 32;

  private final JcaProvider provider;

  /** For the container's proxy. */
  protected OuterLayer() {
    provider = null;
  }

  @Inject
  OuterLayer(JcaProvider provider) {
    this.provider = provider;
  }

  /**
   * Opens a message.
   *
   * @return the inner layer; the caller zeroes it
   */
  byte[] open(byte[] message, OpeningKeys keys) throws OpeningFailure {
    PacketScan.check(message, keys::hasOpenPgpKey);
    // What is decrypted is shorter than the message it was in.
    byte[] packets = new byte[Math.min(message.length, MAX_CONTENT)];
    try {
      int length = decrypt(message, keys, packets);
      return onlyLiteral(packets, length);
    } catch (PGPException | IOException | RuntimeException e) {
      throw new OpeningFailure(Gate.OPENPGP);
    } finally {
      Arrays.fill(packets, (byte) 0);
    }
  }

  /**
   * The session key of a message that {@link #open} accepted.
   *
   * @return the caller zeroes it
   */
  PGPSessionKey sessionKey(byte[] message, OpeningKeys keys) throws OpeningFailure {
    try {
      PGPPublicKeyEncryptedData data = recipient(message, keys);
      return sessionKey(data, keys);
    } catch (PGPException | IOException | RuntimeException e) {
      throw new OpeningFailure(Gate.OPENPGP);
    }
  }

  private static PGPPublicKeyEncryptedData recipient(byte[] message, OpeningKeys keys)
      throws IOException, OpeningFailure {
    PGPEncryptedDataList list =
        (PGPEncryptedDataList) new JcaPGPObjectFactory(message).nextObject();
    for (PGPEncryptedData each : list) {
      if (each instanceof PGPPublicKeyEncryptedData candidate
          && keys.hasOpenPgpKey(candidate.getKeyIdentifier().getKeyId())) {
        return candidate;
      }
    }
    throw new OpeningFailure(Gate.OPENPGP);
  }

  private PGPSessionKey sessionKey(PGPPublicKeyEncryptedData data, OpeningKeys keys)
      throws PGPException, OpeningFailure {
    PGPPrivateKey key =
        keys.openPgpKey(data.getKeyIdentifier().getKeyId())
            .orElseThrow(() -> new OpeningFailure(Gate.OPENPGP));
    return data.getSessionKey(new SessionKeyDecryption(key, keys.providers().rsa()));
  }

  /** Decrypts into {@code packets}; returns how many bytes there are. */
  private int decrypt(byte[] message, OpeningKeys keys, byte[] packets)
      throws PGPException, IOException, OpeningFailure {
    PGPPublicKeyEncryptedData data = recipient(message, keys);
    PGPSessionKey session = sessionKey(data, keys);
    byte[] sessionKey = session.getKey();
    try {
      // Algorithm 0 would hand out content that never was encrypted, and a shorter key would make
      // AES-128 of what calls itself AES-256.
      if (session.getAlgorithm() != SymmetricKeyAlgorithmTags.AES_256
          || sessionKey.length != AES_256_KEY) {
        throw new OpeningFailure(Gate.OPENPGP);
      }
      JceSessionKeyDataDecryptorFactoryBuilder builder =
          new JceSessionKeyDataDecryptorFactoryBuilder();
      provider.content().ifPresent(builder::setProvider);
      try (InputStream in = data.getDataStream(builder.build(session))) {
        int length = in.readNBytes(packets, 0, packets.length);
        if (in.read() >= 0 || !data.isIntegrityProtected() || !data.verify()) {
          throw new OpeningFailure(Gate.INTEGRITY);
        }
        return length;
      }
    } finally {
      Arrays.fill(sessionKey, (byte) 0);
    }
  }

  private static byte[] onlyLiteral(byte[] packets, int length) throws IOException, OpeningFailure {
    JcaPGPObjectFactory factory =
        new JcaPGPObjectFactory(new ByteArrayInputStream(packets, 0, length));
    if (!(factory.nextObject() instanceof PGPLiteralData literal)
        || literal.getFormat() != PGPLiteralData.BINARY
        || !literal.getFileName().isEmpty()) {
      throw new OpeningFailure(Gate.OPENPGP);
    }
    byte[] buffer = new byte[length];
    try {
      int content = literal.getInputStream().readNBytes(buffer, 0, buffer.length);
      if (factory.nextObject() != null) {
        throw new OpeningFailure(Gate.OPENPGP);
      }
      return Arrays.copyOf(buffer, content);
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }
}
