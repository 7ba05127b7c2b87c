package io.sallyport.web.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;

/** A provider that answers whatever a test wants, lies included. */
final class MemoryProvider extends ProviderTransport {
  static final String ISSUER = "https://login.example.com/staff";

  private final RSAKey key = newKey();
  private final List<String> bodies = new ArrayList<>();
  private String description =
      """
      {"issuer": "%1$s", "authorization_endpoint": "%1$s/auth", "token_endpoint": "%1$s/token",
       "jwks_uri": "%1$s/keys", "end_session_endpoint": "%1$s/logout",
       "subject_types_supported": ["public"], "response_types_supported": ["code"],
       "id_token_signing_alg_values_supported": ["RS256"]}"""
          .formatted(ISSUER);
  private int tokenStatus = 200;
  private String tokens = "{}";

  static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("one").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  RSAKey key() {
    return key;
  }

  /** What the token endpoint was sent. */
  List<String> bodies() {
    return bodies;
  }

  void describeItselfBy(String from, String to) {
    description = description.replace(from, to);
  }

  void answer(int status, String body) {
    tokenStatus = status;
    tokens = body;
  }

  void answer(JWT idToken) {
    answer(
        200,
        "{\"access_token\": \"x\", \"token_type\": \"Bearer\", \"id_token\": \"%s\"}"
            .formatted(idToken.serialize()));
  }

  static SignedJWT signed(JWSAlgorithm algorithm, JWTClaimsSet claims, RSAKey by) {
    try {
      SignedJWT token =
          new SignedJWT(new JWSHeader.Builder(algorithm).keyID("one").build(), claims);
      token.sign(new RSASSASigner(by));
      return token;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    boolean token = request.getURI().getPath().endsWith("/token");
    if (token) {
      bodies.add(request.getBody());
    }
    HTTPResponse response = new HTTPResponse(token ? tokenStatus : 200);
    response.setHeader("Content-Type", "application/json");
    response.setBody(token ? tokens : description);
    return response;
  }

  @Override
  public Resource retrieveResource(URL url) {
    return new Resource(new JWKSet(key.toPublicJWK()).toString(), "application/json");
  }
}
