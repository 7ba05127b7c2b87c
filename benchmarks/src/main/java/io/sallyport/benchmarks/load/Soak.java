package io.sallyport.benchmarks.load;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Forwards requests for half an hour, two hundred a second or as many as the machine does, and
 * looks whether the nodes' heaps hold more and more.
 */
public final class Soak {
  private static final int LAST_JDK = 22;
  private static final int RATE = 200;
  private static final int CALLERS = 16;
  private static final int FIRST_BROWSER = 60_000;
  private static final Duration WARM_UP = Duration.ofMinutes(3);
  private static final Duration MEASURED = Duration.ofMinutes(30);

  private Soak() {}

  /**
   * Measures.
   *
   * @param arguments the demo's parts, a folder for the state, the file for the table
   */
  public static void main(String[] arguments) throws Exception {
    if (Runtime.version().feature() > LAST_JDK) {
      throw new IllegalStateException(
          "Run it on JDK 17 to 22: later collectors do not look at the whole heap each time.");
    }
    SoakTable table;
    try (LoadSite site =
        LoadSite.start(
            Path.of(arguments[0]).normalize(), Path.of(arguments[1]), LiveHeap.OPTIONS)) {
      table = measure(site);
    }
    String text = table.text();
    System.out.println(text);
    table.requireNoErrors();
    Files.writeString(Path.of(arguments[2]), text);
  }

  private static SoakTable measure(LoadSite site)
      throws IOException, InterruptedException, GeneralSecurityException {
    LiveHeap web = LiveHeap.of(site.demo().webNode().folder());
    LiveHeap decrypt = LiveHeap.of(site.demo().decryptNode().folder());
    Visitor owner = new Visitor(site.portal(), 0);
    owner.register();
    BlockingQueue<Visitor> browsers = new LinkedBlockingQueue<>();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (SampleConnection connection = new SampleConnection(site.demo(), owner)) {
      for (int each = 0; each < CALLERS; each++) {
        Visitor browser = owner.elsewhere(FIRST_BROWSER + each);
        browser.signIn();
        browsers.add(browser);
      }
      String path = "connections/" + connection.id() + "/requests";
      System.out.println("Forwarding for " + WARM_UP.plus(MEASURED).toMinutes() + " minutes");
      // A sign-in is good for longer than that, while it is used.
      Latencies forwarded =
          new EvenRate(RATE, CALLERS, WARM_UP, MEASURED)
              .run(() -> CompletableFuture.runAsync(() -> ask(browsers, path), callers));
      return new SoakTable(RATE, forwarded, measured(web), measured(decrypt));
    } finally {
      callers.shutdownNow();
    }
  }

  private static void ask(BlockingQueue<Visitor> browsers, String path) {
    try {
      Visitor browser = browsers.take();
      try {
        browser.call(path, SampleConnection.QUESTION, 200);
      } finally {
        browsers.add(browser);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    }
  }

  /** What was seen in the time that was measured, which has just ended. */
  private static List<LiveHeap.Moment> measured(LiveHeap node) throws IOException {
    List<LiveHeap.Moment> all = node.moments();
    double end = all.get(all.size() - 1).seconds();
    return all.stream().filter(each -> each.seconds() > end - MEASURED.toSeconds()).toList();
  }
}
