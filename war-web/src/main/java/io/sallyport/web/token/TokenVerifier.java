package io.sallyport.web.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.CanonicalUuid;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.client.ApiClients.Registered;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.client.ApiTokens;
import io.sallyport.tenancy.passkey.RelyingParty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Accepts a token only if a program that a tenant has let in signed it with a key that counts at
 * this moment, for this API, a short while ago, for what the program is allowed, and only once. Why
 * one was refused is not told; the log has it, at level FINE, without anything of the token.
 */
@ApplicationScoped
public class TokenVerifier {
  private static final Logger LOG = Logger.getLogger(TokenVerifier.class.getName());
  private static final int MOST_CHARACTERS = 8 * 1024;
  // The other nodes' clocks may go behind ours.
  private static final Duration REMEMBERED_LONGER = Duration.ofMinutes(5);

  private static final long MOST_PROGRAMS = 10_000;
  private static final Duration USE_NOTED = Duration.ofMinutes(1);

  private final Clock clock = Clock.systemUTC();
  private final Cache<UUID, TenantId> tenants =
      Caffeine.newBuilder().maximumSize(MOST_PROGRAMS).build();
  private final Cache<UUID, Boolean> noted =
      Caffeine.newBuilder().maximumSize(MOST_PROGRAMS).expireAfterWrite(USE_NOTED).build();

  @Inject private ApiTokens tokens;
  @Inject private ClientKeys keys;
  @Inject private RelyingParty portal;

  /** What tokens must name as {@code aud}. */
  public String audience() {
    return portal.origin() + "/api/v1";
  }

  /**
   * Verifies a token, and uses it up.
   *
   * @throws ProblemException {@code SP-TOKEN-REFUSED}, the same for every reason
   */
  public ApiToken verify(String compact) {
    try {
      return verified(compact);
    } catch (RuleBroken e) {
      throw refused(e.getMessage(), e);
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      throw refused(e.getClass().getSimpleName(), e);
    }
  }

  private ApiToken verified(String compact) throws ParseException, BadJOSEException, JOSEException {
    if (compact.length() > MOST_CHARACTERS) {
      throw new RuleBroken("it is too long");
    }
    SignedJWT token = SignedJWT.parse(compact);
    TokenRules.checkHeader(token.getHeader());
    UUID client = CanonicalUuid.parse(token.getJWTClaimsSet().getIssuer());
    TenantId tenant = tenantOf(client);
    Registered program =
        tokens.find(tenant, client).orElseThrow(() -> new RuleBroken("its program is gone"));
    JWTClaimsSet claims =
        processor(client, keys.of(program)).process(token, (SecurityContext) null);
    Set<ApiScope> scopes = TokenRules.scopes(claims);
    if (!program.client().scopes().containsAll(scopes)) {
      throw new RuleBroken("it wants more than the program is allowed");
    }
    Instant expires = claims.getExpirationTime().toInstant();
    if (!tokens.use(tenant, client, hash(claims.getJWTID()), expires.plus(REMEMBERED_LONGER))) {
      throw new RuleBroken("it was used before");
    }
    if (noted.asMap().putIfAbsent(client, true) == null) {
      tokens.note(tenant, client);
    }
    return new ApiToken(
        tenant,
        client,
        token.getHeader().getKeyID(),
        scopes,
        audience(),
        claims.getJWTID(),
        claims.getIssueTime().toInstant(),
        expires);
  }

  /** A program is its company's for good: whether it is still let in is looked up each time. */
  private TenantId tenantOf(UUID client) throws RuleBroken {
    TenantId known = tenants.getIfPresent(client);
    if (known == null) {
      known = tokens.tenantOf(client).orElseThrow(() -> new RuleBroken("its program is unknown"));
      tenants.put(client, known);
    }
    return known;
  }

  private DefaultJWTProcessor<SecurityContext> processor(
      UUID client, JWKSource<SecurityContext> source) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(PublicJwk.ALGORITHMS, source));
    processor.setJWTClaimsSetVerifier(new TokenRules(client, audience(), clock));
    return processor;
  }

  private static byte[] hash(String id) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static ProblemException refused(String rule, Exception cause) {
    LOG.log(Level.FINE, "A token was refused: {0}", rule);
    return new ProblemException(ErrorCode.TOKEN_REFUSED, cause);
  }
}
