package io.sallyport.api.order;

import com.nimbusds.jwt.JWTClaimsSet;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.NodeIssuer;
import io.sallyport.contract.onpremise.NodeOrder;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What a decrypt node signs of an order: which node is to do it, for which company, until when, by
 * which path and with which body. It is what the customer's node goes by, so that whatever stands
 * between the two, a balancer that ends TLS included, can neither make an order nor change one.
 *
 * @param id names it once: the node takes none twice
 * @param tenant for which company
 * @param node which node is to do it
 * @param body the body's SHA-256 in base64url
 * @param issued when it was signed
 * @param expires after which it is not done any more
 * @param certificate of the key it is signed with
 */
public record OrderSignature(
    UUID id,
    TenantId tenant,
    NodeId node,
    String body,
    Instant issued,
    Instant expires,
    X509Certificate certificate) {
  private static final String TYPE = "sallyport-order+jwt";
  private static final String TENANT = "tenant";
  private static final String METHOD = "method";
  private static final String POST = "POST";
  private static final String PATH = "path";
  private static final String BODY = "body";

  public OrderSignature {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(issued, "issued");
    Objects.requireNonNull(expires, "expires");
    Objects.requireNonNull(certificate, "certificate");
  }

  /** Signs an order in compact form, for {@link NodeOrder#LIFE_SECONDS}. */
  public static String sign(
      Identity by, UUID id, TenantId tenant, NodeId node, byte[] body, Instant now) {
    return SignedWords.sign(
        by,
        TYPE,
        new JWTClaimsSet.Builder()
            .jwtID(id.toString())
            .audience(NodeIssuer.NAME + node)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(NodeOrder.LIFE_SECONDS)))
            .claim(TENANT, tenant.toString())
            .claim(METHOD, POST)
            .claim(PATH, NodeOrder.PATH)
            .claim(BODY, Sha256.of(body))
            .build());
  }

  /** A decrypt node of an older release does not say it: orders are sent in no other way. */
  private static boolean isPost(String method) {
    return method == null || method.equals(POST);
  }

  /**
   * Reads one, and checks that it is signed with the key of the certificate that it shows; not yet
   * whether that is one of ours, nor whether it is meant for anybody here.
   *
   * @throws NotGenuine when it is none
   */
  public static OrderSignature read(String compact) throws NotGenuine {
    SignedWords.Read read = SignedWords.read(compact, TYPE);
    JWTClaimsSet claims = read.claims();
    try {
      List<String> audience = claims.getAudience();
      if (audience.size() != 1
          || !audience.get(0).startsWith(NodeIssuer.NAME)
          || !NodeOrder.PATH.equals(claims.getStringClaim(PATH))
          || !isPost(claims.getStringClaim(METHOD))) {
        throw new NotGenuine("for somebody else, or for something else");
      }
      return new OrderSignature(
          UUID.fromString(claims.getJWTID()),
          TenantId.parse(claims.getStringClaim(TENANT)),
          NodeId.parse(audience.get(0).substring(NodeIssuer.NAME.length())),
          claims.getStringClaim(BODY),
          claims.getIssueTime().toInstant(),
          claims.getExpirationTime().toInstant(),
          read.certificate());
    } catch (ParseException | RuntimeException e) {
      throw new NotGenuine("claims that cannot be read", e);
    }
  }
}
