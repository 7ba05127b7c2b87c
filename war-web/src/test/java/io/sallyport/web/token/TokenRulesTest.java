package io.sallyport.web.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import io.sallyport.tenancy.client.ApiScope;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TokenRulesTest {
  private static final UUID CLIENT = UUID.fromString("0b5ad0b3-3f5b-4c8e-9d57-9a4d2f8f2c11");
  private static final String AUDIENCE = "https://portal.example/api/v1";
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private final TokenRules rules =
      new TokenRules(CLIENT, AUDIENCE, Clock.fixed(NOW, ZoneOffset.UTC));

  private static JWTClaimsSet.Builder good() {
    return new JWTClaimsSet.Builder()
        .issuer(CLIENT.toString())
        .subject(CLIENT.toString())
        .audience(AUDIENCE)
        .issueTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plusSeconds(300)))
        .jwtID("sixteen-letters!")
        .claim("scope", "connections:read requests:send");
  }

  @Test
  void aTokenThatKeepsToTheRulesIsAccepted() throws Exception {
    rules.verify(good().build(), null);
    assertThat(TokenRules.scopes(good().build()))
        .containsExactly(ApiScope.CONNECTIONS_READ, ApiScope.REQUESTS_SEND);
  }

  @Test
  void clocksMayDifferByHalfAMinuteAndNoMore() {
    assertThatCode(() -> verify(good().issueTime(in(29)).expirationTime(in(329))))
        .doesNotThrowAnyException();
    assertThatCode(() -> verify(good().issueTime(in(-300)).expirationTime(in(-29))))
        .doesNotThrowAnyException();
    assertThatCode(() -> verify(good().notBeforeTime(in(29)))).doesNotThrowAnyException();
    refused(good().issueTime(in(31)).expirationTime(in(331)));
    refused(good().issueTime(in(-300)).expirationTime(in(-31)));
    refused(good().notBeforeTime(in(31)));
  }

  @Test
  void aTokenLivesForFiveMinutesAtMostAndForSomeTimeAtLeast() {
    refused(good().expirationTime(in(301)));
    refused(good().expirationTime(in(0)));
    refused(good().issueTime(in(10)).expirationTime(in(5)));
  }

  @Test
  void anAudienceIsOneAndOurs() {
    refused(good().audience(List.of(AUDIENCE, "https://other.example")));
    refused(good().audience(AUDIENCE + "/"));
    refused(good().audience(List.of()));
  }

  @Test
  void anIdIsLongEnoughToBeRandomAndVisible() {
    refused(good().jwtID("fifteen-letters"));
    refused(good().jwtID("x".repeat(129)));
    refused(good().jwtID("sixteen letters!"));
    refused(good().jwtID("sixteen-lettersé"));
    refused(good().jwtID(null));
  }

  @Test
  void scopesAreKnownAndSeparatedByOneSpace() {
    for (Object wrong :
        new Object[] {"", " ", "all", "connections:read ", "connections:read  requests:send", 1}) {
      refused(good().claim("scope", wrong));
    }
    refused(good().claim("scope", List.of("connections:read")));
  }

  @Test
  void aClaimThatIsNullIsMissing() {
    for (String name : List.of("exp", "iat", "jti", "scope", "aud", "iss", "sub")) {
      refused(good().claim(name, null));
    }
  }

  @Test
  void itIsFromTheProgramAboutTheProgram() {
    refused(good().subject(UUID.randomUUID().toString()));
    refused(good().issuer(UUID.randomUUID().toString()));
  }

  @Test
  void aHeaderNamesAKeyAndNothingMore() throws Exception {
    TokenRules.checkHeader(sent("{\"alg\":\"ES256\",\"kid\":\"k\",\"typ\":\"JWT\"}"));
    for (String more :
        List.of(
            "",
            ",\"kid\":\"\"",
            ",\"kid\":\"k\",\"jku\":\"https://x.example\"",
            ",\"kid\":\"k\",\"x5u\":\"https://x.example\"",
            ",\"kid\":\"k\",\"x5c\":[]",
            ",\"kid\":\"k\",\"crit\":[\"exp\"],\"exp\":1",
            ",\"kid\":\"k\",\"anything\":true")) {
      JWSHeader header = sent("{\"alg\":\"ES256\"" + more + "}");
      assertThatThrownBy(() -> TokenRules.checkHeader(header)).isInstanceOf(RuleBroken.class);
    }
  }

  private static JWSHeader sent(String json) throws ParseException {
    return JWSHeader.parse(Base64URL.encode(json));
  }

  private static Date in(int seconds) {
    return Date.from(NOW.plusSeconds(seconds));
  }

  private void verify(JWTClaimsSet.Builder claims) throws BadJWTException {
    rules.verify(claims.build(), null);
  }

  private void refused(JWTClaimsSet.Builder claims) {
    assertThatThrownBy(() -> verify(claims)).isInstanceOf(BadJWTException.class);
  }
}
