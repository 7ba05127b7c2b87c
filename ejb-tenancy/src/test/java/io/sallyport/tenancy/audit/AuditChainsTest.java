package io.sallyport.tenancy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditChainsTest {
  private static final UUID TENANT = UUID.randomUUID();

  private final SlowWriter writer = new SlowWriter();
  private final AuditChains chains = new AuditChains(writer, Duration.ofSeconds(10));
  private final ExecutorService callers = Executors.newCachedThreadPool();

  /** Writes when it is let, and cannot write what names a subject that it does not know. */
  private static final class SlowWriter extends AuditWriter {
    private final Semaphore let = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);
    private final List<List<NewLink>> written = new ArrayList<>();
    private boolean gone;
    private boolean broken;
    private int attempts;

    @Override
    public void append(TenantId tenant, List<NewLink> links) {
      begun.release();
      let.acquireUninterruptibly();
      synchronized (this) {
        attempts++;
        if (broken) {
          throw new StackOverflowError("broken");
        }
        if (gone) {
          throw new IllegalStateException(new SQLException("no connection", "08006"));
        }
        if (links.stream().anyMatch(link -> link.entry().subject().equals("bad"))) {
          throw new IllegalStateException(new SQLException("bad text", "22021"));
        }
        written.add(links);
      }
    }
  }

  @AfterEach
  void stop() {
    writer.let.release(100);
    callers.shutdown();
  }

  private static NewLink link(UUID tenant, String subject) {
    return NewLink.intent(
        AuditEntry.of(
            new Actor(tenant, UUID.randomUUID()),
            AuditAction.ROLE_ASSUME,
            subject,
            UUID.randomUUID()));
  }

  private CompletableFuture<Void> append(NewLink link) {
    return CompletableFuture.runAsync(() -> chains.append(link), callers);
  }

  /** One that is being written, and others that wait meanwhile. */
  private List<CompletableFuture<Void>> waiting(String... subjects) throws InterruptedException {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    all.add(append(link(TENANT, "first")));
    assertThat(writer.begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    for (int each = 0; each < subjects.length; each++) {
      all.add(append(link(TENANT, subjects[each])));
      while (chains.waiting(new TenantId(TENANT)) < each + 1) {
        Thread.onSpinWait();
      }
    }
    return all;
  }

  private static void awaitAll(List<CompletableFuture<Void>> all) {
    all.forEach(each -> each.orTimeout(10, TimeUnit.SECONDS).join());
  }

  @Test
  void thoseThatWaitAreWrittenTogetherInTheOrderInWhichTheyCame() throws Exception {
    List<CompletableFuture<Void>> all = waiting("a", "b", "c");
    writer.let.release(2);
    awaitAll(all);
    assertThat(writer.written)
        .extracting(links -> links.stream().map(link -> link.entry().subject()).toList())
        .containsExactly(List.of("first"), List.of("a", "b", "c"));
  }

  @Test
  void whatCannotBeWrittenFailsAlone() throws Exception {
    List<CompletableFuture<Void>> all = waiting("a", "bad", "c");
    writer.let.release(100);
    assertThatThrownBy(() -> all.get(2).join()).isInstanceOf(CompletionException.class);
    awaitAll(List.of(all.get(0), all.get(1), all.get(3)));
    assertThat(writer.written).hasSize(3);
  }

  @Test
  void withoutADatabaseNobodyWaitsForEachOfTheOthers() throws Exception {
    List<CompletableFuture<Void>> all = waiting("a", "b", "c", "d", "e");
    writer.gone = true;
    writer.let.release(100);
    assertThat(all).allSatisfy(each -> assertThatThrownBy(each::join).isNotNull());
    assertThat(writer.attempts).isEqualTo(1 + 1);
  }

  @Test
  void nobodyWaitsForWhoeverBrokeDown() throws Exception {
    List<CompletableFuture<Void>> all = waiting("a", "b");
    writer.broken = true;
    writer.let.release(2);
    assertThat(all).allSatisfy(each -> assertThatThrownBy(each::join).isNotNull());
    writer.broken = false;
    writer.let.release(1);
    append(link(TENANT, "later")).orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(writer.written).hasSize(1);
  }

  @Test
  void whoeverWaitsForTooLongIsNotWrittenAnyMore() throws Exception {
    AuditChains hasty = new AuditChains(writer, Duration.ofMillis(50));
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() -> hasty.append(link(TENANT, "first")), callers);
    assertThat(writer.begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> hasty.append(link(TENANT, "second"))).hasMessageContaining("too long");
    writer.let.release(1);
    first.orTimeout(10, TimeUnit.SECONDS).join();
    writer.let.release(1);
    hasty.append(link(TENANT, "third"));
    assertThat(writer.written)
        .extracting(links -> links.get(0).entry().subject())
        .containsExactly("first", "third");
  }

  @Test
  void anotherTenantsChainIsNotWaitedFor() throws Exception {
    List<CompletableFuture<Void>> all = waiting();
    CompletableFuture<Void> another = append(link(UUID.randomUUID(), "another"));
    assertThat(writer.begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    writer.let.release(2);
    awaitAll(all);
    another.orTimeout(10, TimeUnit.SECONDS).join();
  }
}
