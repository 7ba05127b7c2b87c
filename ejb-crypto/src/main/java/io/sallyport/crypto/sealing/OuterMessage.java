package io.sallyport.crypto.sealing;

import io.sallyport.crypto.keys.JcaProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Date;
import org.bouncycastle.bcpg.ContainedPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcePublicKeyKeyEncryptionMethodGenerator;

/**
 * Writes the outer layer: an OpenPGP message (RFC 4880) of one PKESK version 3 and one SEIPD
 * version 1, AES-256, not compressed.
 */
public final class OuterMessage {
  private static final int OVERHEAD = 1024;

  private final JcaProvider provider;

  public OuterMessage(JcaProvider provider) {
    this.provider = provider;
  }

  /** Seals an inner layer for a recipient. */
  public byte[] seal(byte[] jwe, PGPPublicKey recipient) throws IOException, PGPException {
    byte[] literal = literal(jwe);
    JcePGPDataEncryptorBuilder content =
        new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
            .setWithIntegrityPacket(true);
    provider.content().ifPresent(content::setProvider);
    PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(content);
    generator.addMethod(method(recipient));
    ByteArrayOutputStream message = new ByteArrayOutputStream(literal.length + OVERHEAD);
    try (OutputStream out = generator.open(message, literal.length)) {
      out.write(literal);
    }
    return message.toByteArray();
  }

  /** The packet that tells a recipient the session key of a message there is already. */
  public byte[] sessionKeyPacket(PGPSessionKey sessionKey, PGPPublicKey recipient)
      throws IOException, PGPException {
    JcePGPDataEncryptorBuilder algorithm =
        new JcePGPDataEncryptorBuilder(sessionKey.getAlgorithm()).setWithIntegrityPacket(true);
    ContainedPacket packet = method(recipient).generate(algorithm, sessionKey.getKey());
    return packet.getEncoded();
  }

  private JcePublicKeyKeyEncryptionMethodGenerator method(PGPPublicKey recipient) {
    JcePublicKeyKeyEncryptionMethodGenerator method =
        new JcePublicKeyKeyEncryptionMethodGenerator(recipient);
    provider
        .privateKeys()
        .rsa()
        .filter(rsa -> rsa.getService("KeyFactory", "RSA") != null)
        .ifPresent(method::setProvider);
    return method;
  }

  /** Binary, without a file name, dated 0: a literal packet says nothing about its sender. */
  private static byte[] literal(byte[] content) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream(content.length + 16);
    try (OutputStream out =
        new PGPLiteralDataGenerator()
            .open(packet, PGPLiteralData.BINARY, "", content.length, new Date(0))) {
      out.write(content);
    }
    return packet.toByteArray();
  }
}
