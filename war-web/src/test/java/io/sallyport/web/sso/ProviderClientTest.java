package io.sallyport.web.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is believed of a provider, and what is not. */
class ProviderClientTest {
  private static final String CLIENT = "sallyport";
  private static final UUID TENANT = UUID.randomUUID();
  private static final URI REDIRECT = URI.create("https://portal.example/sso/callback/" + TENANT);
  private static final PendingSso PENDING =
      new PendingSso(
          TENANT,
          SsoPurpose.SIGN_IN,
          MemoryProvider.ISSUER,
          CLIENT,
          "the-state",
          "the-nonce",
          "v".repeat(43),
          Instant.now());

  private static final PendingSso TESTING =
      new PendingSso(
          TENANT,
          SsoPurpose.TEST,
          MemoryProvider.ISSUER,
          CLIENT,
          "the-state",
          "the-nonce",
          "v".repeat(43),
          Instant.now());

  private final MemoryProvider provider = new MemoryProvider();
  private final ProviderClient client = new ProviderClient(provider, new SsoKey(List.of(ourKey())));

  private static com.nimbusds.jose.jwk.ECKey ourKey() {
    try {
      return new ECKeyGenerator(Curve.P_384)
          .keyIDFromThumbprint(true)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES384)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWTClaimsSet.Builder sound() {
    Date now = new Date();
    return new JWTClaimsSet.Builder()
        .issuer(MemoryProvider.ISSUER)
        .subject("subject-1")
        .audience(CLIENT)
        .issueTime(now)
        .expirationTime(new Date(now.getTime() + 60_000))
        .claim("nonce", "the-nonce")
        .claim("name", "Ada")
        .claim("groups", List.of("admins", "users"));
  }

  private JWT signed(JWTClaimsSet.Builder claims) {
    return MemoryProvider.signed(JWSAlgorithm.RS256, claims.build(), provider.key());
  }

  private Verified redeem() throws SsoFailure {
    return redeem("?code=c&state=the-state");
  }

  private Verified redeem(String query) throws SsoFailure {
    return client.redeem(PENDING, REDIRECT, URI.create(REDIRECT + query), "groups");
  }

  private void assertRefused(SsoReason reason) {
    assertThatThrownBy(this::redeem)
        .isInstanceOf(SsoFailure.class)
        .satisfies(e -> assertThat(((SsoFailure) e).reason()).isEqualTo(reason));
  }

  @Test
  void aSoundTokenIsBelieved() throws SsoFailure {
    provider.answer(signed(sound().claim("sid", "s-1").claim("auth_time", 1_700_000_000L)));
    Verified verified = redeem();
    assertThat(verified.claimed().subject()).isEqualTo("subject-1");
    assertThat(verified.claimed().displayName()).isEqualTo("Ada");
    assertThat(verified.claimed().values()).containsExactly("admins", "users");
    assertThat(verified.sid()).contains("s-1");
    assertThat(verified.authenticated()).contains(Instant.ofEpochSecond(1_700_000_000L));
  }

  @Test
  void weProveOurselvesByASignedAssertionForThatEndpointAndWithoutASecret() throws Exception {
    provider.answer(signed(sound()));
    redeem();
    String body = provider.bodies().get(0);
    assertThat(body)
        .contains("client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A")
        .contains("code_verifier=" + "v".repeat(43))
        .doesNotContain("client_secret");
    SignedJWT assertion = SignedJWT.parse(body.replaceAll(".*client_assertion=([^&]+).*", "$1"));
    assertThat(assertion.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES384);
    assertThat(assertion.getJWTClaimsSet().getAudience())
        .containsExactly(MemoryProvider.ISSUER + "/token");
    assertThat(assertion.getJWTClaimsSet().getIssuer()).isEqualTo(CLIENT);
  }

  @Test
  void theBrowserIsSentWithStateNonceAndAHashedVerifier() throws SsoFailure {
    assertThat(client.begin(PENDING, REDIRECT).toString())
        .startsWith(MemoryProvider.ISSUER + "/auth?")
        .contains("state=the-state")
        .contains("nonce=the-nonce")
        .contains("code_challenge_method=S256")
        .doesNotContain("v".repeat(43))
        .doesNotContain("prompt");
    PendingSso confirming =
        new PendingSso(
            TENANT,
            SsoPurpose.CONFIRM,
            MemoryProvider.ISSUER,
            CLIENT,
            "s",
            "n",
            "v".repeat(43),
            Instant.now());
    assertThat(client.begin(confirming, REDIRECT).toString())
        .contains("prompt=login")
        .contains("max_age=0");
  }

  @Test
  void aTokenForAnotherRequestClientOrTimeOrFromAnotherIssuerIsRefused() {
    Date past = new Date(System.currentTimeMillis() - 600_000);
    for (JWTClaimsSet.Builder wrong :
        List.of(
            sound().claim("nonce", "another"),
            sound().claim("nonce", null),
            sound().issuer("https://login.example.com/other"),
            sound().issuer(MemoryProvider.ISSUER + "/"),
            sound().audience("another"),
            sound().audience(List.of(CLIENT, "another")).claim("azp", "another"),
            sound().expirationTime(past),
            sound().issueTime(new Date(System.currentTimeMillis() + 600_000)),
            sound().subject(null),
            sound().claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
            sound().subject("s".repeat(256)))) {
      provider.answer(signed(wrong));
      assertThat(catchThrowable(this::redeem))
          .as(wrong.build().toString())
          .isInstanceOf(SsoFailure.class)
          .satisfies(e -> assertThat(((SsoFailure) e).reason()).isEqualTo(SsoReason.TOKEN));
    }
  }

  @Test
  void aTokenThatTheIssuersKeyDidNotSignIsRefused() throws JOSEException {
    provider.answer(new PlainJWT(sound().build()));
    assertRefused(SsoReason.TOKEN);
    provider.answer(
        MemoryProvider.signed(JWSAlgorithm.RS256, sound().build(), MemoryProvider.newKey()));
    assertRefused(SsoReason.TOKEN);
    // An algorithm that is not among ours, though the key would fit.
    provider.answer(MemoryProvider.signed(JWSAlgorithm.RS512, sound().build(), provider.key()));
    assertRefused(SsoReason.TOKEN);
    // The public key as a shared secret.
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), sound().build());
    confused.sign(new MACSigner(provider.key().toRSAPublicKey().getEncoded()));
    provider.answer(confused);
    assertRefused(SsoReason.TOKEN);
  }

  @Test
  void whatTheBrowserBringsMustBelongToWhatItWasSentFor() {
    provider.answer(signed(sound()));
    Map<String, SsoReason> wrong =
        Map.of(
            "?code=c&state=another", SsoReason.ANSWER,
            "?code=c", SsoReason.ANSWER,
            "", SsoReason.ANSWER,
            "?state=the-state", SsoReason.ANSWER,
            "?code=c&state=the-state&iss=https%3A%2F%2Fevil.example", SsoReason.ANSWER,
            "?error=access_denied&state=another", SsoReason.ANSWER,
            "?error=access_denied&state=the-state", SsoReason.PROVIDER);
    wrong.forEach(
        (query, reason) ->
            assertThatThrownBy(() -> redeem(query))
                .as(query)
                .isInstanceOf(SsoFailure.class)
                .satisfies(e -> assertThat(((SsoFailure) e).reason()).isEqualTo(reason)));
  }

  @Test
  void aProviderThatDoesNotAcceptUsIsToldFromOneThatRefuses() {
    provider.answer(401, "{\"error\": \"invalid_client\"}");
    assertRefused(SsoReason.CLIENT);
    provider.answer(400, "{\"error\": \"invalid_grant\"}");
    assertRefused(SsoReason.PROVIDER);
    provider.answer(200, "not json");
    assertRefused(SsoReason.PROVIDER);
  }

  @Test
  void whatAProviderSaysOfItselfIsKeptForAWhileButATestAsksAnew() throws SsoFailure {
    provider.answer(signed(sound()));
    redeem();
    for (List<String> wrong :
        List.of(
            List.of("\"token_endpoint\": \"https:", "\"token_endpoint\": \"http:"),
            List.of("\"issuer\": \"https://login", "\"issuer\": \"https://other"))) {
      provider.describeItselfBy(wrong.get(0), wrong.get(1));
      assertThatThrownBy(() -> client.begin(TESTING, REDIRECT))
          .isInstanceOf(SsoFailure.class)
          .satisfies(e -> assertThat(((SsoFailure) e).reason()).isEqualTo(SsoReason.DISCOVERY));
      assertRefused(SsoReason.DISCOVERY);
      provider.describeItselfBy(wrong.get(1), wrong.get(0));
      redeem();
      // Known now: a sign-in does not ask for it again.
      provider.describeItselfBy(wrong.get(0), wrong.get(1));
      redeem();
      provider.describeItselfBy(wrong.get(1), wrong.get(0));
    }
  }

  @Test
  void aClaimWithRolesIsATextOrTextsAndNothingElse() throws SsoFailure {
    provider.answer(signed(sound().claim("groups", "admins")));
    assertThat(redeem().claimed().values()).containsExactly("admins");
    provider.answer(signed(sound().claim("groups", Map.of("admins", true))));
    assertThat(redeem().claimed().values()).isEmpty();
    provider.answer(signed(sound().claim("groups", List.of(1, "users"))));
    assertThat(redeem().claimed().values()).containsExactly("users");
    provider.answer(signed(sound().claim("groups", null)));
    assertThat(redeem().claimed().values()).isEmpty();
  }
}
