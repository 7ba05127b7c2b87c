package io.sallyport.sandbox.signature;

import io.sallyport.sandbox.signature.SignatureRefusal.Reason;
import io.sallyport.sandbox.wire.Parameters;
import io.sallyport.sandbox.wire.WireRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says of its own signature, in the Authorization header or in the query of a
 * presigned URL. Nothing in it has been verified.
 *
 * @param timestamp the time of signing as it was written
 * @param lifetime how long a presigned URL is good for; empty for the header form
 */
public record PresentedSignature(
    String keyId,
    CredentialScope scope,
    List<String> signedHeaders,
    String signature,
    String timestamp,
    Optional<Duration> lifetime,
    Optional<String> token) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final int LONGEST_LIFETIME_SECONDS = 604_800;

  public PresentedSignature {
    signedHeaders = List.copyOf(signedHeaders);
  }

  /**
   * Finds the signature of a request.
   *
   * @throws SignatureRefusal if there is none or it lacks a part
   */
  public static PresentedSignature of(WireRequest request) {
    Optional<String> authorization = request.header("authorization");
    if (authorization.isPresent()) {
      return inHeader(request, authorization.get());
    }
    Parameters query = Parameters.of(request.rawQuery(), "");
    if (query.optional("X-Amz-Algorithm").isPresent()
        || query.optional("X-Amz-Signature").isPresent()) {
      return inQuery(query);
    }
    throw new SignatureRefusal(Reason.MISSING, "Request is missing Authentication Token");
  }

  private static PresentedSignature inHeader(WireRequest request, String authorization) {
    if (!authorization.startsWith(ALGORITHM + " ")) {
      throw new SignatureRefusal(
          authorization.startsWith("AWS4-") ? Reason.INCOMPLETE : Reason.MISSING,
          authorization.startsWith("AWS4-")
              ? "Unsupported AWS 'algorithm', only " + ALGORITHM + " is supported"
              : "Request is missing Authentication Token");
    }
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : authorization.substring(ALGORITHM.length()).split(",", -1)) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length == 2) {
        parts.put(pair[0], pair[1]);
      }
    }
    List<String> missing = new ArrayList<>();
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (!parts.containsKey(name)) {
        missing.add("Authorization header requires '" + name + "' parameter.");
      }
    }
    Optional<String> time = request.header("x-amz-date").or(() -> request.header("date"));
    if (time.isEmpty()) {
      missing.add(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }
    refuseIncomplete(missing);
    return new PresentedSignature(
        keyId(parts.get("Credential")),
        CredentialScope.parse(parts.get("Credential")),
        headers(parts.get("SignedHeaders")),
        parts.get("Signature"),
        time.orElseThrow(),
        Optional.empty(),
        request.header("x-amz-security-token"));
  }

  private static PresentedSignature inQuery(Parameters query) {
    List<String> missing = new ArrayList<>();
    for (String name :
        List.of(
            "X-Amz-Credential",
            "X-Amz-Signature",
            "X-Amz-SignedHeaders",
            "X-Amz-Date",
            "X-Amz-Expires")) {
      if (query.optional(name).isEmpty()) {
        missing.add("AWS query-string parameters must include '" + name + "'.");
      }
    }
    if (!query.optional("X-Amz-Algorithm").orElse("").equals(ALGORITHM)) {
      missing.add("'X-Amz-Algorithm' must be " + ALGORITHM + ".");
    }
    String expires = query.optional("X-Amz-Expires").orElse("");
    if (!expires.matches("[0-9]{1,6}") || Integer.parseInt(expires) > LONGEST_LIFETIME_SECONDS) {
      missing.add("'X-Amz-Expires' must be between 0 and " + LONGEST_LIFETIME_SECONDS + ".");
    }
    refuseIncomplete(missing);
    String credential = query.optional("X-Amz-Credential").orElseThrow();
    return new PresentedSignature(
        keyId(credential),
        CredentialScope.parse(credential),
        headers(query.optional("X-Amz-SignedHeaders").orElseThrow()),
        query.optional("X-Amz-Signature").orElseThrow(),
        query.optional("X-Amz-Date").orElseThrow(),
        Optional.of(Duration.ofSeconds(Integer.parseInt(expires))),
        query.optional("X-Amz-Security-Token"));
  }

  private static void refuseIncomplete(List<String> missing) {
    if (!missing.isEmpty()) {
      throw new SignatureRefusal(Reason.INCOMPLETE, String.join(" ", missing));
    }
  }

  private static String keyId(String credential) {
    int slash = credential.indexOf('/');
    return slash < 0 ? credential : credential.substring(0, slash);
  }

  private static List<String> headers(String written) {
    return Arrays.asList(written.split(";", -1));
  }

  @Override
  public String toString() {
    return "PresentedSignature[keyId=" + keyId + ", scope=" + scope + "]";
  }
}
