package io.sallyport.web.token;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.client.ApiScope;
import io.sallyport.tenancy.company.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * A token that was verified and used up: who calls, and what they may do. The caller's principal,
 * with the claims that MicroProfile JWT names; the signed text itself is not kept.
 */
public final class ApiToken implements JsonWebToken {
  private static final String ATTRIBUTE = "sallyport.token";

  private final TenantId tenant;
  private final UUID client;
  private final String keyId;
  private final Set<ApiScope> scopes;
  private final Map<String, Object> claims;

  ApiToken(
      TenantId tenant,
      UUID client,
      String keyId,
      Set<ApiScope> scopes,
      String audience,
      String id,
      Instant issued,
      Instant expires) {
    this.tenant = tenant;
    this.client = client;
    this.keyId = keyId;
    this.scopes = Set.copyOf(scopes);
    claims =
        Map.of(
            "iss", client.toString(),
            "sub", client.toString(),
            "aud", Set.of(audience),
            "jti", id,
            "iat", issued.getEpochSecond(),
            "exp", expires.getEpochSecond(),
            "groups", Set.of(role().roleName()),
            "scope", scopes.stream().map(ApiScope::code).sorted().collect(Collectors.joining(" ")));
  }

  /** Of the key that signed it. */
  public String keyId() {
    return keyId;
  }

  /** The token that a request was let in with. */
  public static Optional<ApiToken> of(HttpServletRequest request) {
    return Optional.ofNullable((ApiToken) request.getAttribute(ATTRIBUTE));
  }

  /** Lets the request in with this token. */
  public void admit(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** On whose behalf the request acts: the program's own, as if it were a person. */
  public Actor actor() {
    return new Actor(tenant.value(), client);
  }

  /** What it allows; a part of what the program is allowed. */
  public Set<ApiScope> scopes() {
    return scopes;
  }

  /**
   * Requires that it allows something.
   *
   * @throws ProblemException {@code SP-SCOPE-REFUSED}
   */
  public void require(ApiScope scope) {
    if (!scopes.contains(scope)) {
      throw ProblemException.in(
          ErrorCode.SCOPE_REFUSED, "scope", "It needs the scope " + scope.code() + ".");
    }
  }

  /** What the container is told that the program may do. */
  public Role role() {
    return ApiScope.roleFor(scopes);
  }

  @Override
  public String getName() {
    return "client:" + client;
  }

  @Override
  public Set<String> getClaimNames() {
    return claims.keySet();
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as MicroProfile JWT has it
  public <T> T getClaim(String name) {
    return (T) claims.get(name);
  }

  @Override
  public String toString() {
    return getName();
  }
}
