package io.sallyport.api.order;

import com.nimbusds.jwt.JWTClaimsSet;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;

/** What a company's node signs to have its certificate renewed: the request for the next one. */
public final class RenewalSignature {
  private static final String TYPE = "sallyport-renewal+jwt";
  private static final String BODY = "body";
  private static final long LIFE_SECONDS = 300;

  private RenewalSignature() {}

  /**
   * Signs, in compact form.
   *
   * @param by the certificate that is to be renewed, and its key
   * @param request PKCS #10, DER
   */
  public static String sign(Identity by, byte[] request, Instant now) {
    return SignedWords.sign(
        by,
        TYPE,
        new JWTClaimsSet.Builder()
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(LIFE_SECONDS)))
            .claim(BODY, Sha256.of(request))
            .build());
  }

  /**
   * The certificate under which a request is signed for.
   *
   * @throws NotGenuine when it is not, or was too long ago
   */
  public static X509Certificate read(String compact, byte[] request, Instant now)
      throws NotGenuine {
    SignedWords.Read read = SignedWords.read(compact, TYPE);
    try {
      if (!Sha256.of(request).equals(read.claims().getStringClaim(BODY))
          || read.claims().getExpirationTime().toInstant().isBefore(now)
          || read.claims().getIssueTime().toInstant().isAfter(now.plusSeconds(LIFE_SECONDS))) {
        throw new NotGenuine("for another request, or at another time");
      }
      return read.certificate();
    } catch (ParseException | NullPointerException e) {
      throw new NotGenuine("claims that cannot be read", e);
    }
  }
}
