package io.sallyport.web.sso;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCScopeValue;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderConfigurationRequest;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import io.sallyport.tenancy.sso.Claimed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The relying party of OpenID Connect Core 1.0: code flow with PKCE (S256), state and nonce, {@code
 * private_key_jwt} (RFC 7523), and back-channel and RP-initiated logout. Believes an ID token only
 * if it was signed by the issuer's own key with RS256, PS256, ES256 or ES384, for this client, for
 * this very request.
 */
@ApplicationScoped
public class ProviderClient {
  private static final Set<JWSAlgorithm> SIGNATURES =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384);
  private static final int MOST_SOURCES = 500;
  private static final Duration DESCRIBED = Duration.ofMinutes(5);
  private static final int LONGEST_SUBJECT = 255;

  private final Cache<URI, JWKSource<SecurityContext>> sources =
      Caffeine.newBuilder().maximumSize(MOST_SOURCES).build();
  private final Cache<String, OIDCProviderMetadata> described =
      Caffeine.newBuilder().maximumSize(MOST_SOURCES).expireAfterWrite(DESCRIBED).build();

  private final ProviderTransport transport;
  private final SsoKey key;

  /** For the container's proxy. */
  protected ProviderClient() {
    transport = null;
    key = null;
  }

  @Inject
  public ProviderClient(ProviderTransport transport, SsoKey key) {
    this.transport = transport;
    this.key = key;
  }

  /**
   * The address to send a browser to.
   *
   * @param redirect where it comes back to
   * @throws SsoFailure when the provider cannot be asked or does not describe itself usably
   */
  URI begin(PendingSso pending, URI redirect) throws SsoFailure {
    if (pending.purpose() == SsoPurpose.TEST) {
      // Whoever tests may have changed something there just now.
      described.invalidate(pending.issuer());
    }
    OIDCProviderMetadata provider = metadata(pending.issuer());
    AuthenticationRequest.Builder request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope(OIDCScopeValue.OPENID, OIDCScopeValue.PROFILE),
                new ClientID(pending.clientId()),
                redirect)
            .endpointURI(provider.getAuthorizationEndpointURI())
            .state(new State(pending.state()))
            .nonce(new Nonce(pending.nonce()))
            .codeChallenge(new CodeVerifier(pending.verifier()), CodeChallengeMethod.S256);
    if (pending.purpose() == SsoPurpose.CONFIRM) {
      request.prompt(Prompt.Type.LOGIN).maxAge(0);
    }
    return request.build().toURI();
  }

  /**
   * Redeems what the browser brought back for an ID token, and verifies it.
   *
   * @param answered the redirect address with everything that the provider appended
   * @param rolesClaim which claim roles come from
   */
  Verified redeem(PendingSso pending, URI redirect, URI answered, String rolesClaim)
      throws SsoFailure {
    AuthorizationSuccessResponse answer = answer(pending, answered);
    OIDCProviderMetadata provider = metadata(pending.issuer());
    OIDCTokenResponse tokens = tokens(pending, provider, redirect, answer);
    JWT idToken = tokens.getOIDCTokens().getIDToken();
    try {
      IDTokenClaimsSet claims =
          new IDTokenValidator(
                  new Issuer(pending.issuer()),
                  new ClientID(pending.clientId()),
                  keys(provider),
                  null)
              .validate(idToken, new Nonce(pending.nonce()));
      requireForUsAlone(claims, pending.clientId());
      if (claims.getAccessTokenHash() != null) {
        AccessTokenValidator.validate(
            tokens.getOIDCTokens().getAccessToken(),
            JWSAlgorithm.parse(idToken.getHeader().getAlgorithm().getName()),
            claims.getAccessTokenHash());
      }
      return verified(claims, idToken.getParsedString(), rolesClaim);
    } catch (BadJOSEException | JOSEException | InvalidHashException e) {
      throw new SsoFailure(SsoReason.TOKEN, sentence(e), e);
    }
  }

  /** The SDK leaves the authorized party to its callers (Core section 3.1.3.7, 4 and 5). */
  private static void requireForUsAlone(IDTokenClaimsSet claims, String clientId)
      throws SsoFailure {
    AuthorizedParty party = claims.getAuthorizedParty();
    boolean ours =
        party == null ? claims.getAudience().size() == 1 : party.getValue().equals(clientId);
    if (!ours) {
      throw new SsoFailure(SsoReason.TOKEN, "It was issued to another client (azp).");
    }
  }

  private static AuthorizationSuccessResponse answer(PendingSso pending, URI answered)
      throws SsoFailure {
    AuthenticationResponse answer;
    try {
      answer = AuthenticationResponseParser.parse(answered);
    } catch (ParseException e) {
      throw new SsoFailure(SsoReason.ANSWER, "It cannot be read.", e);
    }
    if (answer.getState() == null || !answer.getState().getValue().equals(pending.state())) {
      throw new SsoFailure(SsoReason.ANSWER, "Its state is another one.");
    }
    if (answer.getIssuer() != null && !answer.getIssuer().getValue().equals(pending.issuer())) {
      throw new SsoFailure(SsoReason.ANSWER, "It names another issuer.");
    }
    if (!answer.indicatesSuccess()) {
      throw new SsoFailure(
          SsoReason.PROVIDER, "It said: " + code(answer.toErrorResponse().getErrorObject()) + ".");
    }
    AuthorizationSuccessResponse success = answer.toSuccessResponse();
    if (success.getAuthorizationCode() == null) {
      throw new SsoFailure(SsoReason.ANSWER, "It has no code.");
    }
    return success;
  }

  private OIDCTokenResponse tokens(
      PendingSso pending,
      OIDCProviderMetadata provider,
      URI redirect,
      AuthorizationSuccessResponse answer)
      throws SsoFailure {
    URI endpoint = provider.getTokenEndpointURI();
    ECKey signing = key.signing();
    try {
      // The audience is the very address that the assertion goes to: nobody else can use it.
      PrivateKeyJWT ourselves =
          new PrivateKeyJWT(
              new ClientID(pending.clientId()),
              endpoint,
              JWSAlgorithm.parse(signing.getAlgorithm().getName()),
              signing.toECPrivateKey(),
              signing.getKeyID(),
              null);
      TokenResponse response =
          OIDCTokenResponseParser.parse(
              new TokenRequest(
                      endpoint,
                      ourselves,
                      new AuthorizationCodeGrant(
                          answer.getAuthorizationCode(),
                          redirect,
                          new CodeVerifier(pending.verifier())))
                  .toHTTPRequest()
                  .send(transport));
      if (!response.indicatesSuccess()) {
        ErrorObject error = response.toErrorResponse().getErrorObject();
        boolean client =
            OAuth2Error.INVALID_CLIENT.equals(error)
                || OAuth2Error.UNAUTHORIZED_CLIENT.equals(error);
        throw new SsoFailure(
            client ? SsoReason.CLIENT : SsoReason.PROVIDER, "It said: " + code(error) + ".");
      }
      OIDCTokenResponse tokens = (OIDCTokenResponse) response.toSuccessResponse();
      if (tokens.getOIDCTokens().getIDToken() == null) {
        throw new SsoFailure(SsoReason.TOKEN, "There is none in the answer.");
      }
      return tokens;
    } catch (IOException e) {
      throw new SsoFailure(SsoReason.UNREACHABLE, sentence(e), e);
    } catch (ParseException e) {
      throw new SsoFailure(SsoReason.PROVIDER, "Its answer cannot be read.", e);
    } catch (JOSEException e) {
      throw new IllegalStateException("our own key cannot sign", e);
    }
  }

  private static Verified verified(IDTokenClaimsSet claims, String idToken, String rolesClaim)
      throws SsoFailure {
    String subject = claims.getSubject().getValue();
    if (subject.length() > LONGEST_SUBJECT) {
      throw new SsoFailure(SsoReason.TOKEN, "Its subject is longer than 255 characters.");
    }
    String name = claims.getStringClaim("name");
    return new Verified(
        new Claimed(
            claims.getIssuer().getValue(),
            subject,
            name == null ? claims.getStringClaim("preferred_username") : name,
            texts(claims.getClaim(rolesClaim))),
        Optional.ofNullable(claims.getAuthenticationTime()).map(java.util.Date::toInstant),
        Optional.ofNullable(claims.getSessionID()).map(sid -> sid.getValue()),
        idToken);
  }

  /** A claim that is a text, or an array with texts in it. */
  private static List<String> texts(Object claim) {
    if (claim instanceof String one) {
      return List.of(one);
    }
    return claim instanceof Collection<?> all
        ? all.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /**
   * Where a browser is sent to sign out at the provider, too; empty when the provider has no such
   * place, or cannot be asked now.
   */
  Optional<URI> signOut(String issuer, String idToken, URI afterwards) {
    try {
      URI endpoint = metadata(issuer).getEndSessionEndpointURI();
      return ProviderTransport.isHttps(endpoint)
          ? Optional.of(
              new LogoutRequest(endpoint, JWTParser.parse(idToken), afterwards, null).toURI())
          : Optional.empty();
    } catch (SsoFailure | java.text.ParseException e) {
      return Optional.empty();
    }
  }

  /** What a logout token says (OpenID Connect Back-Channel Logout 1.0 section 2.6). */
  LogoutTokenClaimsSet verifyLogout(String issuer, String clientId, JWT token) throws SsoFailure {
    if (!SIGNATURES.contains(token.getHeader().getAlgorithm())) {
      throw new SsoFailure(SsoReason.TOKEN, "It is not signed as ID tokens are.");
    }
    try {
      return new LogoutTokenValidator(
              new Issuer(issuer), new ClientID(clientId), keys(metadata(issuer)), null)
          .validate(token);
    } catch (BadJOSEException | JOSEException e) {
      throw new SsoFailure(SsoReason.TOKEN, sentence(e), e);
    }
  }

  /** What a provider says of itself, at most five minutes ago; that it said nothing is not kept. */
  private OIDCProviderMetadata metadata(String issuer) throws SsoFailure {
    OIDCProviderMetadata known = described.getIfPresent(issuer);
    if (known == null) {
      known = discover(issuer);
      described.put(issuer, known);
    }
    return known;
  }

  private OIDCProviderMetadata discover(String issuer) throws SsoFailure {
    OIDCProviderMetadata provider;
    try {
      provider =
          OIDCProviderMetadata.parse(
              new OIDCProviderConfigurationRequest(new Issuer(issuer))
                  .toHTTPRequest()
                  .send(transport)
                  .getContentAsJSONObject());
    } catch (IOException e) {
      throw new SsoFailure(SsoReason.UNREACHABLE, sentence(e), e);
    } catch (ParseException | RuntimeException e) {
      throw new SsoFailure(
          SsoReason.DISCOVERY,
          "There is no OpenID Connect configuration under the issuer's address.",
          e);
    }
    if (!provider.getIssuer().getValue().equals(issuer)) {
      throw new SsoFailure(SsoReason.DISCOVERY, "It calls itself by another issuer.");
    }
    if (!ProviderTransport.isHttps(provider.getAuthorizationEndpointURI())
        || !ProviderTransport.isHttps(provider.getTokenEndpointURI())
        || !ProviderTransport.isHttps(provider.getJWKSetURI())) {
      throw new SsoFailure(SsoReason.DISCOVERY, "It names an address that is not https.");
    }
    return provider;
  }

  private JWSKeySelector<SecurityContext> keys(OIDCProviderMetadata provider) throws SsoFailure {
    URI address = provider.getJWKSetURI();
    JWKSource<SecurityContext> source = sources.getIfPresent(address);
    if (source == null) {
      try {
        source = JWKSourceBuilder.<SecurityContext>create(address.toURL(), transport).build();
      } catch (MalformedURLException e) {
        throw new SsoFailure(SsoReason.DISCOVERY, "Its keys have no usable address.", e);
      }
      sources.put(address, source);
    }
    return new JWSVerificationKeySelector<>(SIGNATURES, source);
  }

  private static String code(ErrorObject error) {
    return error == null || error.getCode() == null
        ? "nothing"
        : error
            .getCode()
            .replaceAll("[^A-Za-z0-9_.-]", "?")
            .substring(0, Math.min(100, error.getCode().length()));
  }

  private static String sentence(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.endsWith(".") ? message : message + ".";
  }
}
