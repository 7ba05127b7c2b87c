package io.sallyport.tenancy.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.verifier.attestation.statement.AttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.androidkey.AndroidKeyAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.apple.AppleAnonymousAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.tpm.TPMAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.u2f.FIDOU2FAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.DefaultCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.SelfAttestationTrustworthinessVerifier;
import com.webauthn4j.verifier.exception.BadAttestationStatementException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Which authenticators people may use (WebAuthn Level 3 section 6.5). By default any: a passkey is
 * then worth what its owner's device is. Where a site demands attestation, only those count whose
 * maker vouches for them with a certificate under an authority that the site trusts.
 */
final class AttestationPolicy {
  /** {@code none} or {@code required}. */
  static final String PROPERTY = "sallyport.passkey.attestation";

  private static final String AUTHORITIES = PROPERTY + ".authorities";
  private static final String MODELS = "sallyport.passkey.aaguids";

  private final boolean required;
  private final Set<TrustAnchor> anchors;
  private final Set<AAGUID> models;

  private AttestationPolicy(boolean required, Set<TrustAnchor> anchors, Set<AAGUID> models) {
    this.required = required;
    this.anchors = anchors;
    this.models = models;
  }

  /** Any authenticator will do. */
  static AttestationPolicy none() {
    return new AttestationPolicy(false, Set.of(), Set.of());
  }

  /**
   * What a site configured.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  static AttestationPolicy of(Config config) {
    String wanted = config.getOptionalValue(PROPERTY, String.class).orElse("none");
    Set<AAGUID> models =
        config.getOptionalValue(MODELS, String[].class).stream()
            .flatMap(Stream::of)
            .map(text -> new AAGUID(UUID.fromString(text.strip())))
            .collect(Collectors.toUnmodifiableSet());
    return switch (wanted) {
      case "none" -> {
        if (!models.isEmpty()) {
          throw new IllegalArgumentException(
              MODELS + " needs " + PROPERTY + "=required: nobody vouches for a model otherwise");
        }
        yield none();
      }
      case "required" ->
          new AttestationPolicy(
              true,
              anchors(
                  config
                      .getOptionalValue(AUTHORITIES, Path.class)
                      .orElseThrow(
                          () ->
                              new IllegalArgumentException(
                                  PROPERTY + "=required needs " + AUTHORITIES))),
              models);
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " must be \"none\" or \"required\", not \"" + wanted + "\"");
    };
  }

  private static Set<TrustAnchor> anchors(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Set<TrustAnchor> anchors =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(each -> new TrustAnchor((X509Certificate) each, null))
              .collect(Collectors.toUnmodifiableSet());
      if (anchors.isEmpty()) {
        throw new IllegalArgumentException(AUTHORITIES + ": no certificate in " + file);
      }
      return anchors;
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException(AUTHORITIES + ": cannot read " + file, e);
    }
  }

  /** What browsers are asked for (WebAuthn section 5.4.7). */
  String conveyance() {
    return required ? "direct" : "none";
  }

  /** Verifies responses as this policy says. */
  WebAuthnManager manager(ObjectConverter converter) {
    if (!required) {
      return WebAuthnManager.createNonStrictWebAuthnManager(converter);
    }
    List<AttestationStatementVerifier> statements =
        List.of(
            new PackedAttestationStatementVerifier(),
            new TPMAttestationStatementVerifier(),
            new AndroidKeyAttestationStatementVerifier(),
            new AppleAnonymousAttestationStatementVerifier(),
            new FIDOU2FAttestationStatementVerifier());
    SelfAttestationTrustworthinessVerifier nobodysWord =
        statement -> {
          throw new BadAttestationStatementException("nobody vouches for it but itself");
        };
    return new WebAuthnManager(
        statements,
        new DefaultCertPathTrustworthinessVerifier(new Anchors()),
        nobodysWord,
        converter);
  }

  private final class Anchors implements TrustAnchorRepository {
    @Override
    public Set<TrustAnchor> find(AAGUID model) {
      return models.isEmpty() || models.contains(model) ? anchors : Set.of();
    }

    @Override
    public Set<TrustAnchor> find(byte[] attestationCertificateKeyIdentifier) {
      // FIDO U2F names no model: it will do only where any model does.
      return models.isEmpty() ? anchors : Set.of();
    }
  }
}
