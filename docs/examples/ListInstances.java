import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Lists the EC2 instances behind a connection, through Sallyport's REST API. Needs a JDK of 17 or
 * newer and nothing else; see README.md.
 */
public final class ListInstances {
  private static final int LIFE_SECONDS = 120;

  private ListInstances() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2 && arguments[0].equals("new-key")) {
      makeKey(Path.of(arguments[1]));
    } else if (arguments.length == 5 || arguments.length == 6) {
      list(arguments);
    } else {
      System.err.println("java ListInstances.java new-key KEY");
      System.err.println("java ListInstances.java PORTAL CLIENT-ID KEY CONNECTION REGION [CA.pem]");
      System.exit(2);
    }
  }

  /** Makes KEY.pem, which stays here, and KEY.jwk, whose text is pasted into the portal. */
  private static void makeKey(Path key) throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    ECPublicKey half = (ECPublicKey) pair.getPublic();
    // In this order and without spaces its SHA-256 is the key's name (RFC 7638).
    String jwk =
        "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
            .formatted(
                base64url(coordinate(half.getW().getAffineX())),
                base64url(coordinate(half.getW().getAffineY())));
    Path secret = Path.of(key + ".pem");
    Files.createFile(
        secret,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        secret,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    Files.writeString(Path.of(key + ".jwk"), jwk);
    System.out.println(jwk);
  }

  private static void list(String[] arguments) throws Exception {
    String api = arguments[0] + "/api/v1";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + "/connections/" + arguments[3] + "/requests"))
            .header(
                "Authorization",
                "Bearer " + token(api, arguments[1], Path.of(arguments[2]), "requests:send"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"service\":\"ec2\",\"operation\":\"DescribeInstances\",\"region\":\"%s\"}"
                        .formatted(arguments[4])))
            .build();
    HttpClient.Builder client = HttpClient.newBuilder();
    if (arguments.length == 6) {
      client.sslContext(trusting(Path.of(arguments[5])));
    }
    HttpResponse<String> answer =
        client.build().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(answer.body());
    System.exit(answer.statusCode() == 200 ? 0 : 1);
  }

  /** A token for one request: Sallyport accepts each once. */
  private static String token(String audience, String client, Path key, String scope)
      throws GeneralSecurityException, IOException {
    String jwk = Files.readString(Path.of(key + ".jwk")).strip();
    String kid =
        base64url(
            MessageDigest.getInstance("SHA-256").digest(jwk.getBytes(StandardCharsets.US_ASCII)));
    long now = Instant.now().getEpochSecond();
    String header = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(kid);
    String claims =
        ("{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d,\"jti\":\"%s\","
                + "\"scope\":\"%s\"}")
            .formatted(client, client, audience, now, now + LIFE_SECONDS, UUID.randomUUID(), scope);
    String text =
        base64url(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + base64url(claims.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(privateKey(Path.of(key + ".pem")));
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + base64url(signature.sign());
  }

  private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
    String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static SSLContext trusting(Path authority) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    return context;
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int from = Math.max(0, bytes.length - 32);
    System.arraycopy(bytes, from, fixed, 32 - (bytes.length - from), bytes.length - from);
    return fixed;
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
