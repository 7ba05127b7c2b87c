package io.sallyport.web.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.tenancy.client.NewApiKey;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicJwkTest {
  // RFC 7638 section 3.1
  private static final String RFC_7638 =
      """
      {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}\
      """;

  @Test
  void aKeyIsStoredUnderItsThumbprintWithItsPublicMembersAlone() {
    NewApiKey stored = PublicJwk.read(json(RFC_7638));
    assertThat(stored.kid()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    assertThat(json(stored.jwk()).keySet())
        .containsExactlyInAnyOrder("kty", "n", "e", "alg", "kid");
  }

  @Test
  void aPrivateKeyIsToldAsSuchWhateverElseIsWrongWithIt() throws Exception {
    JWK whole = new ECKeyGenerator(Curve.P_256).generate();
    for (String text :
        List.of(whole.toJSONString(), "{\"kty\":\"oct\",\"k\":\"AAAA\"}", "{\"d\":\"x\"}")) {
      assertThatThrownBy(() -> PublicJwk.read(json(text)))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().errorCode()).isEqualTo(ErrorCode.API_KEY_PRIVATE));
    }
  }

  @Test
  void keysThatAreWeakOrOfAnotherKindAreNotUsed() throws Exception {
    JWK small = new RSAKeyGenerator(1024, true).generate().toPublicJWK();
    RSAKey sound = new RSAKeyGenerator(2048).generate().toPublicJWK();
    JWK slow =
        new RSAKey.Builder(
                sound.getModulus(), Base64URL.encode(BigInteger.ONE.shiftLeft(2000).setBit(0)))
            .build();
    JWK three =
        new RSAKey.Builder(sound.getModulus(), Base64URL.encode(BigInteger.valueOf(3))).build();
    JWK wide = new ECKeyGenerator(Curve.P_521).generate().toPublicJWK();
    JWK encrypting =
        new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.ENCRYPTION).generate().toPublicJWK();
    for (JWK wrong : List.of(small, slow, three, wide, encrypting)) {
      assertThat(PublicJwk.isUsable(wrong)).as(wrong.toString()).isFalse();
    }
    assertThat(PublicJwk.isUsable(sound)).isTrue();
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }
}
