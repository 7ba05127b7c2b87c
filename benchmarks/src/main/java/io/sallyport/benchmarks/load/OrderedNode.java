package io.sallyport.benchmarks.load;

import io.sallyport.api.order.Identity;
import io.sallyport.api.order.KeyFile;
import io.sallyport.api.order.OrderSignature;
import io.sallyport.api.order.PeerTls;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * A customer's own node that is ordered by a decrypt node's key at an even rate, without web node,
 * decrypt node and database: what it takes itself.
 */
final class OrderedNode {
  private static final String QUESTION =
      "{\"kind\":\"OPERATION\",\"requestId\":\"%s\",\"person\":\"%s\",\"service\":\"ec2\","
          + "\"operation\":\"DescribeInstances\",\"region\":\"eu-central-1\",\"parameters\":{},"
          + "\"dryRun\":false,\"knownSequence\":0}";

  private static final int CONNECTIONS = 32;

  private final URI endpoint;
  private final Identity by;
  private final TenantId tenant;
  private final NodeId node;
  private final HttpClient http;

  /** The demo's, which is enrolled and runs. */
  OrderedNode(RunningDemo demo) throws IOException, GeneralSecurityException {
    Path keys = demo.keys().of("decrypt-node");
    char[] password = demo.keys().password().toCharArray();
    KeyFile own = KeyFile.read(keys.resolve("node.bcfks"), password);
    by = own.identity();
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(
                PeerTls.context(
                    own.store(),
                    password,
                    KeyFile.read(keys.resolve("onprem-ca.bcfks"), password).certificate(),
                    any -> true))
            .build();
    endpoint = URI.create(demo.onPremiseNode().endpoint() + NodeOrder.PATH);
    tenant = TenantId.parse(demo.onPremiseNode().setting("sallyport.onprem.tenant"));
    node = NodeId.parse(demo.onPremiseNode().setting("sallyport.onprem.node"));
  }

  /**
   * Orders so many a second for so long, or as many as it does over as many connections as a
   * decrypt node opens to it.
   */
  Latencies at(int perSecond, Duration warmUp, Duration measured) throws InterruptedException {
    ConcurrentHistogram nanos = new ConcurrentHistogram(3);
    AtomicLong errors = new AtomicLong();
    ConcurrentHashMap<String, String> first = new ConcurrentHashMap<>();
    long from = System.nanoTime() + warmUp.toNanos();
    Semaphore connections = new Semaphore(CONNECTIONS);
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    clock.scheduleAtFixedRate(
        () -> {
          if (!connections.tryAcquire()) {
            return;
          }
          long start = System.nanoTime();
          http.sendAsync(order(), HttpResponse.BodyHandlers.ofString())
              .whenComplete(
                  (answer, thrown) -> {
                    connections.release();
                    if (thrown != null || answer.statusCode() != 200) {
                      errors.incrementAndGet();
                      first.putIfAbsent("", thrown == null ? answer.body() : thrown.toString());
                    } else if (start >= from) {
                      nanos.recordValue(System.nanoTime() - start);
                    }
                  });
        },
        0,
        1_000_000 / perSecond,
        TimeUnit.MICROSECONDS);
    TimeUnit.NANOSECONDS.sleep(warmUp.plus(measured).toNanos());
    clock.shutdownNow();
    TimeUnit.SECONDS.sleep(2);
    return new Latencies(nanos, errors.get(), Optional.ofNullable(first.get("")), measured);
  }

  private HttpRequest order() {
    byte[] body =
        QUESTION.formatted(UUID.randomUUID(), UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(endpoint)
        .header("Content-Type", "application/json")
        .header(
            NodeOrder.SIGNATURE,
            OrderSignature.sign(by, UUID.randomUUID(), tenant, node, body, Instant.now()))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }
}
