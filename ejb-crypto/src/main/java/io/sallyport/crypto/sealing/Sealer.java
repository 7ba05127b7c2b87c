package io.sallyport.crypto.sealing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.crypto.envelope.v1.EnvelopeFormatException;
import io.sallyport.crypto.envelope.v1.IngestClaims;
import io.sallyport.crypto.envelope.v1.InnerEnvelope;
import io.sallyport.crypto.keys.JcaProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcePublicKeyKeyEncryptionMethodGenerator;

/**
 * Seals an arriving envelope a second time, with OpenPGP (RFC 4880: PKESK version 3, SEIPD version
 * 1, AES-256, no compression), and signs that this node received it. Accepts only a JWE whose
 * outside is exactly right, for a key in use, bound to the record it is meant for. Cannot open
 * either layer.
 */
@ApplicationScoped
public class Sealer {
  private final SealingKeys keys;
  private final JcaProvider provider;
  private final Clock clock;

  /** For the container's proxy. */
  protected Sealer() {
    keys = null;
    provider = null;
    clock = null;
  }

  @Inject
  public Sealer(SealingKeys keys, JcaProvider provider) {
    this(keys, provider, Clock.systemUTC());
  }

  Sealer(SealingKeys keys, JcaProvider provider, Clock clock) {
    this.keys = keys;
    this.provider = provider;
    this.clock = clock;
  }

  /**
   * Seals.
   *
   * @param jwe what the browser sent, may be anything
   * @param context what it must be bound to, from the node's own records
   * @throws ProblemException {@code SP-ENVELOPE-TOO-LARGE}, {@code -MALFORMED}, {@code
   *     -KEY-UNKNOWN}, {@code -CONTEXT-WRONG}
   */
  public SealedEnvelope seal(String jwe, SealingContext context) {
    InnerEnvelope inner = check(jwe, context);
    try {
      byte[] payload = wrap(inner.compact().getBytes(StandardCharsets.US_ASCII));
      byte[] hash = IngestClaims.hash(payload);
      return new SealedEnvelope(
          inner.kid(),
          "%016X".formatted(keys.openPgpKey().getKeyID()),
          payload,
          hash,
          sign(hash, context));
    } catch (IOException | PGPException | JOSEException e) {
      throw new ProblemException(ErrorCode.INTERNAL, e);
    }
  }

  private InnerEnvelope check(String jwe, SealingContext context) {
    if (jwe != null && jwe.length() > InnerEnvelope.MAX_LENGTH) {
      throw new ProblemException(ErrorCode.ENVELOPE_TOO_LARGE);
    }
    InnerEnvelope inner;
    try {
      inner = InnerEnvelope.parse(jwe);
    } catch (EnvelopeFormatException e) {
      throw ProblemException.in(
          ErrorCode.ENVELOPE_MALFORMED, "envelope", "The rule it breaks: " + e.getMessage() + ".");
    }
    if (!keys.isRecipient(inner.kid())) {
      throw new ProblemException(ErrorCode.ENVELOPE_KEY_UNKNOWN);
    }
    if (!inner.ctx().equals(context.ctx())) {
      throw new ProblemException(ErrorCode.ENVELOPE_CONTEXT_WRONG);
    }
    return inner;
  }

  private byte[] wrap(byte[] jwe) throws IOException, PGPException {
    byte[] literal = literal(jwe);
    JcePGPDataEncryptorBuilder content =
        new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
            .setWithIntegrityPacket(true);
    JcePublicKeyKeyEncryptionMethodGenerator recipient =
        new JcePublicKeyKeyEncryptionMethodGenerator(keys.openPgpKey());
    provider
        .provider()
        .ifPresent(
            named -> {
              content.setProvider(named);
              recipient.setProvider(named);
            });
    PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(content);
    generator.addMethod(recipient);
    ByteArrayOutputStream message = new ByteArrayOutputStream(literal.length + 1024);
    try (OutputStream out = generator.open(message, literal.length)) {
      out.write(literal);
    }
    return message.toByteArray();
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

  private String sign(byte[] hash, SealingContext context) throws JOSEException {
    ECKey key = keys.ingestKey();
    JWSObject statement =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES384)
                .type(IngestClaims.TYPE)
                .keyID(key.computeThumbprint().toString())
                .build(),
            new Payload(
                Map.<String, Object>of(
                    IngestClaims.ENVELOPE, Base64URL.encode(hash).toString(),
                    IngestClaims.CONTEXT, context.ctx(),
                    IngestClaims.TIME, clock.instant().getEpochSecond())));
    ECDSASigner signer = new ECDSASigner(key);
    provider.provider().ifPresent(signer.getJCAContext()::setProvider);
    statement.sign(signer);
    return statement.serialize();
  }
}
