package io.sallyport.crypto.sealing;

import com.nimbusds.jose.JOSEException;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.envelope.v1.InnerEnvelope;
import io.sallyport.crypto.envelope.v1.NodeStatement;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import io.sallyport.crypto.manifest.Manifest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;

/**
 * Seals an arriving envelope a second time, with OpenPGP (RFC 4880: PKESK version 3, SEIPD version
 * 1, AES-256, no compression), and signs that this node received it. Accepts only a JWE whose
 * outside is exactly right, for a key in use, bound to the record it is meant for. Cannot open
 * either layer.
 */
@ApplicationScoped
public class Sealer {
  private final CurrentManifest manifests;
  private final SigningKey signingKey;
  private final OuterMessage message;
  private final JcaProvider provider;
  private final Clock clock;

  /** For the container's proxy. */
  protected Sealer() {
    manifests = null;
    signingKey = null;
    message = null;
    provider = null;
    clock = null;
  }

  @Inject
  public Sealer(CurrentManifest manifests, SigningKey signingKey, JcaProvider provider) {
    this(manifests, signingKey, provider, Clock.systemUTC());
  }

  Sealer(CurrentManifest manifests, SigningKey signingKey, JcaProvider provider, Clock clock) {
    this.manifests = manifests;
    this.signingKey = signingKey;
    this.message = new OuterMessage(provider);
    this.provider = provider;
    this.clock = clock;
  }

  /**
   * Seals.
   *
   * @param jwe what the browser sent, may be anything
   * @param context what it must be bound to, from the node's own records
   * @param kid the browser key that was named with the sealing ticket
   * @throws ProblemException {@code SP-ENVELOPE-TOO-LARGE}, {@code -MALFORMED}, {@code
   *     -KEY-UNKNOWN}, {@code -CONTEXT-WRONG}
   */
  public SealedEnvelope seal(String jwe, SealingContext context, String kid) {
    Manifest manifest = manifests.inForce();
    byte[] arrived = jwe == null ? new byte[0] : jwe.getBytes(StandardCharsets.UTF_8);
    InnerEnvelope inner = check(arrived, context, kid, manifest);
    PGPPublicKey recipient = manifest.activeOpenPgpKey().key();
    try {
      byte[] payload = message.seal(arrived, recipient);
      byte[] hash = NodeStatement.hash(payload);
      return new SealedEnvelope(
          inner.kid(),
          OpenPgpKey.keyId(recipient.getKeyID()),
          payload,
          hash,
          NodeStatement.sign(
              NodeKind.WEB,
              signingKey.key(),
              hash,
              context.ctx(),
              clock.instant(),
              provider.signatures()));
    } catch (IOException | PGPException | JOSEException e) {
      throw new ProblemException(ErrorCode.INTERNAL, e);
    }
  }

  private static InnerEnvelope check(
      byte[] jwe, SealingContext context, String kid, Manifest manifest) {
    if (jwe.length > InnerEnvelope.MAX_LENGTH) {
      throw new ProblemException(ErrorCode.ENVELOPE_TOO_LARGE);
    }
    InnerEnvelope inner;
    try {
      inner = InnerEnvelope.parse(jwe);
    } catch (FormatException e) {
      throw ProblemException.in(
          ErrorCode.ENVELOPE_MALFORMED, "envelope", "The rule it breaks: " + e.getMessage() + ".");
    }
    // The ticket's key, which may have stopped being the active one since; any other is refused.
    if (!inner.kid().equals(kid)
        || manifest.browserKey(kid).filter(key -> key.state().opens()).isEmpty()) {
      throw new ProblemException(ErrorCode.ENVELOPE_KEY_UNKNOWN);
    }
    if (!inner.ctx().equals(context.ctx())) {
      throw new ProblemException(ErrorCode.ENVELOPE_CONTEXT_WRONG);
    }
    return inner;
  }
}
