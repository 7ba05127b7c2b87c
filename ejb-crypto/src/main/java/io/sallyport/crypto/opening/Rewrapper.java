package io.sallyport.crypto.opening;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.contract.vault.Rewrap;
import io.sallyport.contract.vault.Rewrap.Mode;
import io.sallyport.contract.vault.RewrapRecords.Stored;
import io.sallyport.crypto.envelope.v1.InnerEnvelope;
import io.sallyport.crypto.envelope.v1.NodeStatement;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.ListedKey.BrowserKey;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import io.sallyport.crypto.ring.KeyRing;
import io.sallyport.crypto.sealing.OuterMessage;
import io.sallyport.crypto.unsealing.OpenRing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSessionKey;

/**
 * Moves an envelope to the active keys. It passes the same gates as any opening, in the same order;
 * what comes out is bound to the same record, version and ticket, and signed by this node.
 */
@ApplicationScoped
public class Rewrapper {
  private final OpenRing ring;
  private final CurrentManifest manifests;
  private final SigningKey signingKey;
  private final JcaProvider provider;
  private final IngestSignature ingestSignature;
  private final OuterLayer outerLayer;
  private final InnerLayer innerLayer;
  private final OuterMessage outerMessage;

  /** For the container's proxy. */
  protected Rewrapper() {
    ring = null;
    manifests = null;
    signingKey = null;
    provider = null;
    ingestSignature = null;
    outerLayer = null;
    innerLayer = null;
    outerMessage = null;
  }

  @Inject
  public Rewrapper(
      OpenRing ring, CurrentManifest manifests, SigningKey signingKey, JcaProvider provider) {
    this.ring = ring;
    this.manifests = manifests;
    this.signingKey = signingKey;
    this.provider = provider;
    ingestSignature = new IngestSignature(provider);
    outerLayer = new OuterLayer(provider);
    innerLayer = new InnerLayer(provider);
    outerMessage = new OuterMessage(provider);
  }

  /** Whether this node is unsealed and could rewrap now. */
  public boolean isAble() {
    return ring.isOpen();
  }

  /**
   * Moves an envelope.
   *
   * @return the envelope for the active keys; empty when it cannot be opened, or names no key of
   *     ours
   * @throws ProblemException {@code SP-VAULT-SEALED}, {@code SP-MANIFEST-UNAVAILABLE}
   */
  public Optional<SealedEnvelope> rewrap(Stored stored, Rewrap order) {
    return rewrap(stored, order, ring.require(), manifests.inForce());
  }

  Optional<SealedEnvelope> rewrap(Stored stored, Rewrap order, KeyRing keyRing, Manifest manifest) {
    OpeningKeys keys = new OpeningKeys(keyRing, manifest, Purpose.REWRAP);
    SealingContext context = stored.sealed().context();
    byte[] jwe = null;
    try {
      ingestSignature.check(stored.sealed(), keys);
      jwe = outerLayer.open(stored.sealed().payload(), keys);
      InnerEnvelope inner = inner(jwe, context);
      BrowserKey browserKey = manifest.browserKey(inner.kid()).orElseThrow();
      OpenPgpKey recipient = manifest.activeOpenPgpKey();
      // The inner layer stays as it is where its own key is not the one that is left.
      if (order.mode() == Mode.ROUTINE
          && browserKey.state().opens()
          && !inner.kid().equals(order.fromKid())) {
        return Optional.of(
            envelope(inner.kid(), recipient, sameSession(stored, keys, recipient), context));
      }
      BrowserKey active = manifest.activeBrowserKey();
      byte[] moved = anotherInner(jwe, context, keys, active);
      return Optional.of(
          envelope(active.id(), recipient, outerMessage.seal(moved, recipient.key()), context));
    } catch (OpeningFailure | NoSuchElementException e) {
      return Optional.empty();
    } catch (IOException | PGPException | JOSEException e) {
      throw new ProblemException(ErrorCode.INTERNAL, e);
    } finally {
      if (jwe != null) {
        Arrays.fill(jwe, (byte) 0);
      }
    }
  }

  private static InnerEnvelope inner(byte[] jwe, SealingContext context) throws OpeningFailure {
    try {
      InnerEnvelope inner = InnerEnvelope.parse(jwe);
      if (!inner.ctx().equals(context.ctx())) {
        throw new OpeningFailure(Gate.CONTEXT);
      }
      return inner;
    } catch (FormatException e) {
      throw new OpeningFailure(Gate.INNER_FORMAT);
    }
  }

  /** A new session key packet before the content packet there is. */
  private byte[] sameSession(Stored stored, OpeningKeys keys, OpenPgpKey recipient)
      throws OpeningFailure, IOException, PGPException {
    byte[] message = stored.sealed().payload();
    int content = PacketScan.check(message, keys::hasOpenPgpKey);
    PGPSessionKey session = outerLayer.sessionKey(message, keys);
    try {
      ByteArrayOutputStream moved = new ByteArrayOutputStream(message.length);
      moved.writeBytes(outerMessage.sessionKeyPacket(session, recipient.key()));
      moved.write(message, content, message.length - content);
      return moved.toByteArray();
    } finally {
      Arrays.fill(session.getKey(), (byte) 0);
    }
  }

  private byte[] anotherInner(
      byte[] jwe, SealingContext context, OpeningKeys keys, BrowserKey recipient)
      throws OpeningFailure, JOSEException {
    byte[] plaintext = innerLayer.open(jwe, context, keys);
    try {
      // What does not fit its record is not carried on.
      AccountForm.read(plaintext, context);
      JWEObject moved =
          new JWEObject(
              new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                  .type(new JOSEObjectType(InnerEnvelope.TYPE))
                  .customParam("v", 1)
                  .customParam("suite", InnerEnvelope.SUITE)
                  .keyID(recipient.id())
                  .customParam("ctx", context.ctx())
                  .build(),
              new Payload(plaintext));
      moved.encrypt(new ECDHEncrypter(recipient.key()));
      return moved.serialize().getBytes(StandardCharsets.US_ASCII);
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private SealedEnvelope envelope(
      String innerKid, OpenPgpKey recipient, byte[] payload, SealingContext context)
      throws JOSEException {
    byte[] hash = NodeStatement.hash(payload);
    return new SealedEnvelope(
        innerKid,
        recipient.keyId(),
        payload,
        hash,
        NodeStatement.sign(
            NodeKind.DECRYPT,
            signingKey.key(),
            hash,
            context.ctx(),
            Instant.now(),
            provider.signatures()));
  }
}
