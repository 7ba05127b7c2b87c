package io.sallyport.api.order;

import com.nimbusds.jwt.JWTClaimsSet;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;

/** What a company's node asks for itself, and signs with the key of the certificate that it has. */
public enum OwnWish {
  /** To have its certificate renewed: what is signed is the request for the next one. */
  RENEWAL("sallyport-renewal+jwt"),
  /** To know whether its certificate is the newest, and good: what is signed is its id. */
  STANDING("sallyport-standing+jwt"),
  /** To be revoked: what is signed is its id. */
  DEPARTURE("sallyport-departure+jwt");

  private static final String BODY = "body";
  private static final long LIFE_SECONDS = 300;

  private final String type;

  OwnWish(String type) {
    this.type = type;
  }

  /**
   * Signs, in compact form.
   *
   * @param by the certificate that the node has, and its key
   * @param content what is wanted
   */
  public String sign(Identity by, byte[] content, Instant now) {
    return SignedWords.sign(
        by,
        type,
        new JWTClaimsSet.Builder()
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(LIFE_SECONDS)))
            .claim(BODY, Sha256.of(content))
            .build());
  }

  /**
   * The certificate under which it is signed for.
   *
   * @throws NotGenuine when it is not, or was too long ago
   */
  public X509Certificate read(String compact, byte[] content, Instant now) throws NotGenuine {
    SignedWords.Read read = SignedWords.read(compact, type);
    try {
      if (!Sha256.of(content).equals(read.claims().getStringClaim(BODY))
          || read.claims().getExpirationTime().toInstant().isBefore(now)
          || read.claims().getIssueTime().toInstant().isAfter(now.plusSeconds(LIFE_SECONDS))) {
        throw new NotGenuine("for something else, or at another time");
      }
      return read.certificate();
    } catch (ParseException | NullPointerException e) {
      throw new NotGenuine("claims that cannot be read", e);
    }
  }
}
