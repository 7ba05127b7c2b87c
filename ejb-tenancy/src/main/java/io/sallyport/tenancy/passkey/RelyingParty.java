package io.sallyport.tenancy.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;

/**
 * The relying party of WebAuthn Level 3: accepts a response only for our origin, for the challenge
 * that was given, with the user verified. Why one was refused is not told.
 */
@ApplicationScoped
public class RelyingParty {
  /** COSE algorithms we ask for, in order of preference: ES256, ES384, RS256. */
  public static final List<Integer> ALGORITHMS = List.of(-7, -35, -257);

  private static final int CHALLENGE_BYTES = 32;
  private static final List<PublicKeyCredentialParameters> PARAMETERS =
      List.of(
              COSEAlgorithmIdentifier.ES256,
              COSEAlgorithmIdentifier.ES384,
              COSEAlgorithmIdentifier.RS256)
          .stream()
          .map(
              algorithm ->
                  new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
          .toList();

  private final URI origin;
  private final SecureRandom random = new SecureRandom();
  private final ObjectConverter converter = new ObjectConverter();
  private final AttestationPolicy attestation;
  private final WebAuthnManager manager;

  /** For the container's proxy. */
  protected RelyingParty() {
    origin = null;
    attestation = null;
    manager = null;
  }

  /** The relying party of {@code sallyport.portal.origin}. Read lazily: only web nodes have it. */
  @Inject
  public RelyingParty(Config config) {
    this(config.getValue("sallyport.portal.origin", URI.class), AttestationPolicy.of(config));
  }

  /**
   * A relying party.
   *
   * @param origin e.g. {@code https://portal.example.com}
   * @param attestation which authenticators people may use
   */
  RelyingParty(URI origin, AttestationPolicy attestation) {
    boolean bare = origin.getRawPath().isEmpty() && origin.getRawQuery() == null;
    if (!"https".equals(origin.getScheme()) || origin.getHost() == null || !bare) {
      throw new IllegalArgumentException(
          "sallyport.portal.origin must be https://HOST or https://HOST:PORT, nothing more");
    }
    this.origin = origin;
    this.attestation = attestation;
    this.manager = attestation.manager(converter);
  }

  /** The relying party's id: the portal's host name. */
  public String id() {
    return origin.getHost();
  }

  /** The portal's origin, as browsers name it. */
  public String origin() {
    return origin.toString();
  }

  /** What browsers are asked to tell about the authenticator: {@code none} or {@code direct}. */
  public String attestation() {
    return attestation.conveyance();
  }

  /** A new challenge: 256 random bits. */
  public byte[] challenge() {
    byte[] challenge = new byte[CHALLENGE_BYTES];
    random.nextBytes(challenge);
    return challenge;
  }

  /**
   * Verifies a registration response (WebAuthn section 7.1).
   *
   * @param json {@code RegistrationResponseJSON}
   * @throws ProblemException {@code SP-PASSKEY-REFUSED}
   */
  public NewPasskey verifyRegistration(String json, byte[] challenge) {
    try {
      RegistrationData data = manager.parseRegistrationResponseJSON(json);
      manager.verify(data, new RegistrationParameters(server(challenge), PARAMETERS, true, true));
      var authenticator = data.getAttestationObject().getAuthenticatorData();
      AttestedCredentialData attested = authenticator.getAttestedCredentialData();
      return new NewPasskey(
          attested.getCredentialId(),
          new AttestedCredentialDataConverter(converter).convert(attested),
          authenticator.getSignCount());
    } catch (RuntimeException e) {
      // Hostile input makes the parser throw all sorts of things: each is a refusal.
      throw new ProblemException(ErrorCode.PASSKEY_REFUSED, e);
    }
  }

  /**
   * Reads an authentication response far enough to know which passkey it claims.
   *
   * @param json {@code AuthenticationResponseJSON}
   * @throws ProblemException {@code SP-PASSKEY-REFUSED}
   */
  public AuthenticationData parseAssertion(String json) {
    try {
      AuthenticationData assertion = manager.parseAuthenticationResponseJSON(json);
      Objects.requireNonNull(assertion.getCredentialId(), "id");
      return assertion;
    } catch (RuntimeException e) {
      // See above.
      throw new ProblemException(ErrorCode.PASSKEY_REFUSED, e);
    }
  }

  /**
   * Verifies an authentication response (WebAuthn section 7.2).
   *
   * @return the authenticator's new counter
   * @throws PasskeyCopied when everything is right but the counter, which went back
   * @throws ProblemException {@code SP-PASSKEY-REFUSED}
   */
  long verifyAssertion(AuthenticationData assertion, byte[] challenge, Passkey passkey) {
    AttestedCredentialData attested =
        new AttestedCredentialDataConverter(converter).convert(passkey.attestedData());
    CredentialRecord known =
        new CredentialRecordImpl(
            new NoneAttestationStatement(),
            null,
            null,
            null,
            passkey.signCount(),
            attested,
            null,
            null,
            null,
            null);
    try {
      manager.verify(
          assertion, new AuthenticationParameters(server(challenge), known, null, true, true));
      return assertion.getAuthenticatorData().getSignCount();
    } catch (MaliciousCounterValueException e) {
      throw new PasskeyCopied(passkey.id());
    } catch (RuntimeException e) {
      // See above.
      throw new ProblemException(ErrorCode.PASSKEY_REFUSED, e);
    }
  }

  private ServerProperty server(byte[] challenge) {
    return ServerProperty.builder()
        .origin(new Origin(origin.toString()))
        .rpId(id())
        .challenge(new DefaultChallenge(challenge))
        .build();
  }
}
