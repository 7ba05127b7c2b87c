package io.sallyport.api.order;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a company's node signs of its answer to an order, and of its own trail, in which the order
 * stands.
 *
 * @param part what of the answer it is for
 * @param order the order it answers
 * @param status HTTP status of the answer
 * @param body the answer's SHA-256 in base64url
 * @param sequence of the newest entry of the node's trail
 * @param head that entry's hash
 * @param release the node's release
 * @param known the hash of the entry that the order asked about; null when the trail has none
 */
public record Receipt(
    Part part,
    UUID order,
    int status,
    String body,
    long sequence,
    String head,
    String release,
    String known) {
  /** What a receipt is for: none stands for another one. */
  public enum Part {
    /** An answer that comes at once. */
    WHOLE,
    /** How one begins that is streamed. */
    HEAD,
    /** All that follows that. */
    END
  }

  private static final String PART = "part";
  private static final String TYPE = "sallyport-receipt+jwt";
  private static final String STATUS = "status";
  private static final String BODY = "body";
  private static final String SEQUENCE = "sequence";
  private static final String HEAD = "head";
  private static final String RELEASE = "release";
  private static final String KNOWN = "known";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern VERSION = Pattern.compile("[\\w.+-]{1,64}");

  public Receipt {
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(release, "release");
  }

  /** For our own trail: where in the node's the order stands. */
  public String trace() {
    return sequence + ":" + head;
  }

  /** Signs it in compact form. */
  public String signedBy(Identity node, Instant now) {
    return SignedWords.sign(
        node,
        TYPE,
        new JWTClaimsSet.Builder()
            .jwtID(order.toString())
            .issueTime(Date.from(now))
            .claim(PART, part.name())
            .claim(STATUS, status)
            .claim(BODY, body)
            .claim(SEQUENCE, sequence)
            .claim(HEAD, head)
            .claim(RELEASE, release)
            .claim(KNOWN, known)
            .build());
  }

  /**
   * A receipt that is the node's.
   *
   * @param receipt what it says
   * @param underNewest whether it is signed with the key of the first of the node's certificates
   */
  public record Genuine(Receipt receipt, boolean underNewest) {}

  /**
   * Reads the receipt of an order.
   *
   * @param good certificates of the node (DER), the newest first, one of which it must be signed
   *     under
   * @param part what it must be for
   * @param body the SHA-256 of the answer as it came, in base64url
   * @throws NotGenuine when it is not that node's receipt of that answer to that order
   */
  public static Genuine read(
      String compact, List<byte[]> good, Part part, UUID order, int status, String body)
      throws NotGenuine {
    SignedWords.Read read = SignedWords.read(compact, TYPE);
    int under =
        IntStream.range(0, good.size())
            .filter(place -> Certificates.isSame(good.get(place), read.certificate()))
            .findFirst()
            .orElseThrow(() -> new NotGenuine("signed under another certificate than the node's"));
    JWTClaimsSet claims = read.claims();
    try {
      Receipt receipt =
          new Receipt(
              Part.valueOf(claims.getStringClaim(PART)),
              UUID.fromString(claims.getJWTID()),
              claims.getIntegerClaim(STATUS),
              claims.getStringClaim(BODY),
              claims.getLongClaim(SEQUENCE),
              claims.getStringClaim(HEAD),
              claims.getStringClaim(RELEASE),
              claims.getStringClaim(KNOWN));
      if (!HASH.matcher(receipt.head()).matches()
          || !VERSION.matcher(receipt.release()).matches()) {
        throw new NotGenuine("not in the form of a receipt");
      }
      if (receipt.part() != part
          || !receipt.order().equals(order)
          || receipt.status() != status
          || !receipt.body().equals(body)) {
        throw new NotGenuine("of another order, or of another answer");
      }
      return new Genuine(receipt, under == 0);
    } catch (ParseException | RuntimeException e) {
      throw new NotGenuine("claims that cannot be read", e);
    }
  }
}
