package io.sallyport.tenancy.sso;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.tenancy.company.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an administrator says about their company's identity provider.
 *
 * @param issuer its identifier: an https URL, compared exactly
 * @param clientId what it calls Sallyport
 * @param domain the company's, which leads people here once it is verified
 * @param rolesClaim the claim of the ID token that the mapping reads
 * @param mapping what the claim's values stand for
 */
public record SsoSettings(
    URI issuer, String clientId, Optional<Domain> domain, String rolesClaim, RoleMapping mapping) {
  private static final int LONGEST_ISSUER = 500;
  private static final int MOST_VALUES = 100;
  private static final Pattern CLIENT_ID = Pattern.compile("[!-~]([ -~]{0,198}[!-~])?");
  private static final Pattern CLAIM = Pattern.compile("[!-~]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]{1,200}");

  public SsoSettings {
    require(isIssuer(issuer), "issuer", "The issuer is an https URL without query or fragment.");
    require(
        CLIENT_ID.matcher(clientId).matches(),
        "clientId",
        "The client ID has 1 to 200 printable characters.");
    require(
        CLAIM.matcher(rolesClaim).matches(),
        "rolesClaim",
        "The claim's name has 1 to 100 printable characters.");
    require(
        mapping.values().size() <= MOST_VALUES
            && mapping.values().keySet().stream().allMatch(VALUE.asMatchPredicate()),
        "roles",
        "At most " + MOST_VALUES + " values, each of 1 to 200 characters.");
    require(
        RoleMapping.PRECEDENCE.containsAll(mapping.values().values())
            && mapping.otherwise().stream().allMatch(RoleMapping.PRECEDENCE::contains),
        "roles",
        "Roles are tenant-admin, tenant-user and tenant-auditor.");
    require(
        mapping.otherwise().filter(role -> role == Role.ADMIN).isEmpty(),
        "defaultRole",
        "Nobody becomes an administrator without being named one.");
  }

  /**
   * The issuer that somebody typed.
   *
   * @throws ProblemException {@code SP-SSO-INVALID}
   */
  public static URI issuer(String text) {
    try {
      return new URI(text == null ? "" : text.strip());
    } catch (URISyntaxException e) {
      throw new ProblemException(
          ProblemException.in(ErrorCode.SSO_INVALID, "issuer", "The issuer is not a URL.")
              .problem(),
          e);
    }
  }

  private static boolean isIssuer(URI issuer) {
    return "https".equals(issuer.getScheme())
        && issuer.getHost() != null
        && issuer.getRawUserInfo() == null
        && issuer.getRawQuery() == null
        && issuer.getRawFragment() == null
        && issuer.toString().length() <= LONGEST_ISSUER;
  }

  private static void require(boolean met, String field, String rule) {
    if (!met) {
      throw ProblemException.in(ErrorCode.SSO_INVALID, field, rule);
    }
  }
}
