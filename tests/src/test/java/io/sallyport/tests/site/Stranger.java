package io.sallyport.tests.site;

import io.sallyport.api.order.Identity;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.crypto.authority.CertificateAuthority;
import io.sallyport.crypto.authority.CertificateAuthority.Issued;
import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.NoHttpResponseException;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Somebody who sends orders to an on-premise node themselves, with any certificate and signature.
 *
 * @param issued what they show; null for nothing
 * @param address where they send from; null for whichever the system takes
 */
public record Stranger(Issued issued, String address) {
  /** One who sends from whichever address the system takes. */
  public Stranger(Issued issued) {
    this(issued, null);
  }

  /** One with a certificate of the nodes' own authority that names that. */
  public static Stranger named(RunningDemo demo, String uri)
      throws IOException, GeneralSecurityException {
    return named(demo, uri, Duration.ofDays(1));
  }

  /** The same, for so long. */
  public static Stranger named(RunningDemo demo, String uri, Duration life)
      throws IOException, GeneralSecurityException {
    Path folder = demo.keys().of("node-ca");
    return of(
        CertificateAuthority.of(
            certificate(folder.resolve("node-ca.crt.pem")),
            KeyFactory.getInstance("EC")
                .generatePrivate(
                    new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder()
                            .decode(
                                Files.readString(folder.resolve("node-ca.key.pem"))
                                    .replaceAll("-----[A-Z ]+-----", ""))))),
        uri,
        life);
  }

  /** One with a certificate of an authority that nobody trusts. */
  public static Stranger selfMade(String uri) throws IOException, GeneralSecurityException {
    return of(CertificateAuthority.named("Somebody"), uri, Duration.ofDays(1));
  }

  private static Stranger of(CertificateAuthority authority, String uri, Duration life)
      throws IOException, GeneralSecurityException {
    return new Stranger(
        authority.issue(
            "anything",
            life,
            List.of(new GeneralName(GeneralName.uniformResourceIdentifier, uri))));
  }

  private static X509Certificate certificate(Path pem)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(pem)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** A node that was enrolled, by its own key. */
  public static Stranger withKeys(Path bcfks, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("BCFKS", new BouncyCastleProvider());
    try (InputStream in = Files.newInputStream(bcfks)) {
      store.load(in, password.toCharArray());
    }
    String alias = store.aliases().nextElement();
    Certificate[] chain = store.getCertificateChain(alias);
    return new Stranger(
        new Issued(
            (X509Certificate) chain[0],
            (PrivateKey) store.getKey(alias, password.toCharArray()),
            (X509Certificate) chain[1]));
  }

  /** What they sign with. */
  public Identity identity() {
    return new Identity(issued.certificate(), issued.key());
  }

  /** The same, who sends from that address of this machine. */
  public Stranger from(String address) {
    return new Stranger(issued, address);
  }

  /**
   * An answer; status 0 where TLS did not let them in.
   *
   * @param headers those of ours, and the content's type
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  public record Answer(int status, Map<String, String> headers, byte[] content) {
    /** The node's receipt; null for none. */
    public String receipt() {
      return headers.get(NodeOrder.RECEIPT);
    }

    /** The content as text. */
    public String body() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  /** Asks for a page. */
  public Answer ask(String url) throws IOException, GeneralSecurityException {
    return answer(new HttpGet(url));
  }

  /** Sends something as an order. */
  public Answer send(String endpoint, String signature, byte[] body, String forwardedFor)
      throws IOException, GeneralSecurityException {
    HttpPost post = new HttpPost(endpoint + NodeOrder.PATH);
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    if (signature != null) {
      post.setHeader(NodeOrder.SIGNATURE, signature);
    }
    if (forwardedFor != null) {
      post.setHeader("X-Forwarded-For", forwardedFor);
    }
    return answer(post);
  }

  private Answer answer(HttpUriRequest request) throws IOException, GeneralSecurityException {
    try (CloseableHttpClient client = client();
        CloseableHttpResponse response = client.execute(request)) {
      HttpEntity body = response.getEntity();
      return new Answer(
          response.getStatusLine().getStatusCode(),
          Stream.of(NodeOrder.RECEIPT, AnswerHead.HEADER, HttpHeaders.CONTENT_TYPE)
              .map(response::getFirstHeader)
              .filter(Objects::nonNull)
              .collect(Collectors.toMap(Header::getName, Header::getValue)),
          body == null ? new byte[0] : EntityUtils.toByteArray(body));
    } catch (SSLException | SocketException | NoHttpResponseException e) {
      // TLS ends while the request is written, or when its answer is read.
      return new Answer(
          0, Map.of(), String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
    }
  }

  private CloseableHttpClient client() throws IOException, GeneralSecurityException {
    return HttpClients.custom()
        // Whoever answers is not what is tried here.
        .setSSLSocketFactory(
            new SSLConnectionSocketFactory(context(), NoopHostnameVerifier.INSTANCE))
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setLocalAddress(address == null ? null : InetAddress.getByName(address))
                .setConnectTimeout(5_000)
                .setSocketTimeout(30_000)
                .build())
        .disableAutomaticRetries()
        .build();
  }

  /** What they show, trusting anybody. */
  SSLContext context() throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(), new TrustManager[] {new TrustsAnybody()}, null);
    return context;
  }

  private KeyManager[] keys() throws GeneralSecurityException, IOException {
    if (issued == null) {
      return null;
    }
    char[] password = "of this test".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "own", issued.key(), password, new Certificate[] {issued.certificate(), issued.issuer()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, password);
    return keys.getKeyManagers();
  }

  /** It is the node's trust that is tried. */
  private static final class TrustsAnybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
