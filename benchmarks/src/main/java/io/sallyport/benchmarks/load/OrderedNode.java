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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

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
    return new EvenRate(perSecond, CONNECTIONS, warmUp, measured)
        .run(
            () ->
                http.sendAsync(order(), HttpResponse.BodyHandlers.ofString())
                    .thenAccept(OrderedNode::requireDone));
  }

  private static void requireDone(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new UncheckedIOException(new UnexpectedAnswer(answer.body()));
    }
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
