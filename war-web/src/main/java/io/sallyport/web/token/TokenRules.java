package io.sallyport.web.token;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import io.sallyport.tenancy.client.ApiScope;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a program's token must say besides being signed: that it is from this program, for this API
 * alone, for at most five minutes, once, and for what. Anything that is not as it must be is
 * refused; nothing is made up for what is missing.
 */
final class TokenRules extends DefaultJWTClaimsVerifier<SecurityContext> {
  /** How far a program's clock and ours may differ. */
  static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);

  private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
  private static final Set<String> REQUIRED = Set.of("exp", "iat", "jti", "scope");
  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{16,128}");

  private final Clock clock;

  TokenRules(UUID client, String audience, Clock clock) {
    super(
        audience,
        new JWTClaimsSet.Builder().issuer(client.toString()).subject(client.toString()).build(),
        REQUIRED);
    this.clock = clock;
    setMaxClockSkew((int) CLOCKS_DIFFER.toSeconds());
  }

  @Override
  protected Date currentTime() {
    return Date.from(clock.instant());
  }

  /**
   * Refuses a header that would have the key looked for elsewhere, or anything else done than to
   * check one signature with one registered key.
   */
  static void checkHeader(JWSHeader header) throws ParseException, RuleBroken {
    // As it was sent: of what is empty the library's own header shows nothing.
    Set<String> members =
        JSONObjectUtils.parse(header.getParsedBase64URL().decodeToString()).keySet();
    if (!HEADER.containsAll(members)) {
      throw new RuleBroken("the header has other members than alg, kid and typ");
    }
    if (header.getKeyID() == null || header.getKeyID().isEmpty()) {
      throw new RuleBroken("the header names no key");
    }
  }

  @Override
  public void verify(JWTClaimsSet claims, SecurityContext context) throws BadJWTException {
    super.verify(claims, context);
    // For the library a claim that is null is there.
    if (REQUIRED.stream().anyMatch(name -> claims.getClaim(name) == null)) {
      throw new RuleBroken("it lacks a claim");
    }
    if (claims.getAudience().size() != 1) {
      throw new RuleBroken("it is for others too");
    }
    Instant issued = claims.getIssueTime().toInstant();
    Instant expires = claims.getExpirationTime().toInstant();
    if (issued.isAfter(clock.instant().plus(CLOCKS_DIFFER))) {
      throw new RuleBroken("it is from the future");
    }
    if (!expires.isAfter(issued) || expires.isAfter(issued.plus(LONGEST_LIFE))) {
      throw new RuleBroken("it lives for longer than five minutes, or not at all");
    }
    if (!ID.matcher(claims.getJWTID()).matches()) {
      throw new RuleBroken("its id has not 16 to 128 visible ASCII characters");
    }
    scopes(claims);
  }

  /** What the token is for, at least one thing. */
  static Set<ApiScope> scopes(JWTClaimsSet claims) throws RuleBroken {
    Set<ApiScope> scopes = EnumSet.noneOf(ApiScope.class);
    try {
      for (String code : claims.getStringClaim("scope").split(" ", -1)) {
        scopes.add(
            ApiScope.of(code).orElseThrow(() -> new RuleBroken("it names an unknown scope")));
      }
    } catch (ParseException e) {
      throw new RuleBroken("its scope is no text");
    }
    return scopes;
  }
}
