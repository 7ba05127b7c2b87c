package io.sallyport.tests.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sallyport.contract.onpremise.NodeOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Somebody between our nodes and a company's who has got hold of both sides' TLS keys: they hand
 * orders on, and change what is answered as they like.
 */
public final class Meddler implements AutoCloseable {
  private static final int THREADS = 4;

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Stranger orderer;
  private final String node;
  private volatile UnaryOperator<Stranger.Answer> change = UnaryOperator.identity();

  /**
   * Begins to listen at a free port of this machine.
   *
   * @param shows with whose certificate they answer
   * @param orderer with whose they ask
   * @param node the real node's endpoint
   */
  public Meddler(Stranger shows, Stranger orderer, String node)
      throws IOException, GeneralSecurityException {
    this.orderer = orderer;
    this.node = node;
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(shows.context()));
    server.setExecutor(threads);
    server.createContext(NodeOrder.PATH, this::handOn);
    server.start();
  }

  /** Where they are asked in the node's place. */
  public String endpoint() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  /** What they do to answers from now on. */
  public void change(UnaryOperator<Stranger.Answer> how) {
    change = how;
  }

  private void handOn(HttpExchange exchange) throws IOException {
    try (exchange) {
      Stranger.Answer answer =
          change.apply(
              orderer.send(
                  node,
                  exchange.getRequestHeaders().getFirst(NodeOrder.SIGNATURE),
                  exchange.getRequestBody().readAllBytes(),
                  null));
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), answer.content().length);
      exchange.getResponseBody().write(answer.content());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
