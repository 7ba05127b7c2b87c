package io.sallyport.api.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.sallyport.api.order.Certificates;
import io.sallyport.api.order.Sha256;
import io.sallyport.api.running.RunningRequests;
import io.sallyport.contract.address.Network;
import io.sallyport.contract.onpremise.EnrolledNode;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.contract.vault.OnPremiseAccess;
import io.sallyport.contract.vault.SealSignal;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.impl.conn.SystemDefaultDnsResolver;
import org.apache.http.protocol.HttpContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Connections to companies' nodes, kept for a while: over TLS to whoever shows one of the very
 * certificates that were issued to that node, at addresses that {@link GuardedNames} lets through.
 * No redirect is followed, nothing is sent twice.
 */
@ApplicationScoped
public class NodeConnections {
  private static final Logger LOG = Logger.getLogger(NodeConnections.class.getName());
  private static final int CONNECT_MILLIS = 3_000;
  private static final int READ_MILLIS = 30_000;
  private static final int TO_ONE_NODE = 32;
  private static final long MOST = 1_000;
  private static final Duration UNUSED = Duration.ofMinutes(10);

  /** Less than nodes keep a connection that is not used. */
  private static final int KEPT_SECONDS = 20;

  private static final int CHECKED_AFTER_MILLIS = 500;
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private static final MessageConstraints BOUNDED =
      MessageConstraints.custom().setMaxLineLength(24 * 1024).setMaxHeaderCount(64).build();

  private record Key(URI endpoint, List<String> networks, List<String> certificates) {}

  private final Cache<Key, CloseableHttpClient> clients =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterAccess(UNUSED)
          .scheduler(Scheduler.systemScheduler())
          .<Key, CloseableHttpClient>removalListener((key, client, cause) -> close(client))
          .build();

  /** The connections that TLS runs over. */
  private final Map<Socket, Socket> plains = Collections.synchronizedMap(new WeakHashMap<>());

  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final ExecutorService ends = Executors.newCachedThreadPool();

  @Inject private OwnIdentity own;
  @Inject private SealSignal vault;
  @Inject private RunningRequests running;

  /** Addresses that are not public and that companies may name. */
  @Inject
  @ConfigProperty(name = "sallyport.onprem.private")
  private Optional<String> ofSite;

  @Inject
  @ConfigProperty(name = "tls.suites")
  private String suites;

  @PostConstruct
  void forgetWhenSealed() {
    // What ended in time holds its order no longer.
    clock.setRemoveOnCancelPolicy(true);
    vault.whenSealed(clients::invalidateAll);
  }

  /** Sends an order, once. */
  NodeAnswer send(OnPremiseAccess access, EnrolledNode node, String signature, byte[] body)
      throws IOException {
    Key key =
        new Key(
            access.endpoint(),
            access.networks(),
            node.certificates().stream().map(Sha256::of).toList());
    CloseableHttpClient client = clients.get(key, any -> client(access, node.certificates()));
    HttpPost post = new HttpPost(URI.create(access.endpoint() + NodeOrder.PATH));
    post.setHeader(NodeOrder.SIGNATURE, signature);
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    HttpClientContext context = HttpClientContext.create();
    End end = new End(post, context);
    running.waitsFor(() -> ends.execute(end::come));
    end.in(NodeAnswer.MOST);
    try {
      CloseableHttpResponse response = client.execute(post, context);
      return new NodeAnswer(
          response.getStatusLine().getStatusCode(),
          text(response.getFirstHeader(NodeOrder.RECEIPT)),
          text(response.getFirstHeader("Date")),
          text(response.getFirstHeader(AnswerHead.HEADER)),
          new Content(content(response.getEntity()), end, () -> touch(key)));
    } catch (IOException | RuntimeException e) {
      end.in(null);
      throw e;
    }
  }

  /** A client that was looked for is not closed as one that nobody uses. */
  private void touch(Key key) {
    if (clients.getIfPresent(key) == null) {
      LOG.fine("what it comes over is closed, or about to be");
    }
  }

  private static InputStream content(HttpEntity entity) throws IOException {
    return entity == null ? InputStream.nullInputStream() : entity.getContent();
  }

  /**
   * The end of one order's time. TLS says goodbye when it is closed, and waits for that: so the
   * connection under it is closed first, and neither by the clock's own thread.
   */
  private final class End {
    private final HttpPost post;
    private final HttpClientContext context;
    private ScheduledFuture<?> due;

    End(HttpPost post, HttpClientContext context) {
      this.post = post;
      this.context = context;
    }

    /** In place of any before; null for none. */
    synchronized void in(Duration most) {
      if (due != null) {
        due.cancel(false);
      }
      due =
          most == null
              ? null
              : clock.schedule(
                  () -> ends.execute(this::come), most.toMillis(), TimeUnit.MILLISECONDS);
    }

    void come() {
      ManagedHttpClientConnection connection =
          context.getConnection(ManagedHttpClientConnection.class);
      if (connection != null) {
        // By which it is given back, too: what another order has by then is left alone.
        synchronized (connection) {
          closePlain(connection);
        }
      }
      post.abort();
    }
  }

  private void closePlain(ManagedHttpClientConnection connection) {
    try {
      Socket tls = connection.getSocket();
      Socket plain = tls == null ? null : plains.get(tls);
      if (plain != null) {
        plain.close();
      }
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.FINE, "a connection that cannot be closed is closed", e);
    }
  }

  /** Its connection is used again only when it was read to its end. */
  private static final class Content extends NodeAnswer.Content {
    private final InputStream in;
    private final End end;
    private final Runnable used;
    private boolean ended;

    Content(InputStream in, End end, Runnable used) {
      this.in = in;
      this.end = end;
      this.used = used;
    }

    @Override
    void within(Duration most) {
      end.in(most);
      // However long it takes, what it comes over is not one that nobody uses.
      used.run();
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int read = in.read(into, from, most);
      ended |= read < 0;
      return read;
    }

    @Override
    public void close() throws IOException {
      end.in(null);
      if (!ended) {
        // Closing would read on to the end, which may never come.
        end.come();
      }
      in.close();
    }
  }

  private static String text(Header header) {
    return header == null ? null : header.getValue();
  }

  private CloseableHttpClient client(OnPremiseAccess access, List<byte[]> certificates) {
    SSLConnectionSocketFactory tls =
        new SSLConnectionSocketFactory(
            own.tls(),
            PROTOCOLS,
            suites.strip().split("\\s+"),
            (host, session) -> isNode(session, certificates)) {
          @Override
          public Socket createLayeredSocket(
              Socket plain, String host, int port, HttpContext context) throws IOException {
            Socket tls = super.createLayeredSocket(plain, host, port, context);
            plains.put(tls, plain);
            return tls;
          }
        };
    PoolingHttpClientConnectionManager connections =
        new PoolingHttpClientConnectionManager(
            RegistryBuilder.<ConnectionSocketFactory>create().register("https", tls).build(),
            new GuardedNames(
                SystemDefaultDnsResolver.INSTANCE,
                access.networks().stream().map(Network::parse).toList(),
                Network.list(ofSite.orElse(""))));
    connections.setDefaultMaxPerRoute(TO_ONE_NODE);
    connections.setMaxTotal(TO_ONE_NODE);
    connections.setValidateAfterInactivity(CHECKED_AFTER_MILLIS);
    connections.setDefaultConnectionConfig(
        ConnectionConfig.custom().setMessageConstraints(BOUNDED).build());
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setConnectionTimeToLive(KEPT_SECONDS, TimeUnit.SECONDS)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectTimeout(CONNECT_MILLIS)
                .setConnectionRequestTimeout(CONNECT_MILLIS)
                .setSocketTimeout(READ_MILLIS)
                .build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        // Else one on which our certificate was shown is never used again: a handshake for each.
        .disableConnectionState()
        .disableContentCompression()
        .build();
  }

  /** Instead of a host name: there is only one who may answer, by the certificate we issued. */
  private static boolean isNode(SSLSession session, List<byte[]> certificates) {
    try {
      Certificate[] shown = session.getPeerCertificates();
      return shown[0] instanceof X509Certificate leaf
          && certificates.stream().anyMatch(each -> Certificates.isSame(each, leaf));
    } catch (SSLPeerUnverifiedException e) {
      return false;
    }
  }

  private static void close(CloseableHttpClient client) {
    try {
      client.close();
    } catch (IOException e) {
      LOG.log(Level.FINE, "a client that cannot be closed is closed", e);
    }
  }

  @PreDestroy
  void close() {
    clock.shutdownNow();
    ends.shutdownNow();
    clients.invalidateAll();
    clients.cleanUp();
  }
}
