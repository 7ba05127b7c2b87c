package io.sallyport.api.onpremise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sallyport.api.order.Identity;
import io.sallyport.api.order.NotGenuine;
import io.sallyport.api.order.OrderSignature;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.crypto.authority.CertificateAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderCheckTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private final TenantId tenant = new TenantId(UUID.randomUUID());
  private final NodeId node = NodeId.random();
  private final NodesClock clock = new NodesClock();

  private Identity orderer;
  private Duration uptime = Duration.ofHours(1);
  private OrderCheck check;

  /** One that somebody sets. */
  private static final class NodesClock extends Clock {
    private Instant now = Instant.now();

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void startNode() throws IOException, GeneralSecurityException {
    CertificateAuthority authority = CertificateAuthority.named("Nodes");
    CertificateAuthority.Issued issued = authority.issue("decrypt-1");
    orderer = new Identity(issued.certificate(), issued.key());
    check =
        new OrderCheck(
            tenant, node, authority::certificate, certificate -> true, () -> uptime, clock);
  }

  private String signed(Instant at) {
    return OrderSignature.sign(orderer, UUID.randomUUID(), tenant, node, BODY, at);
  }

  private void refuses(String order, String why) {
    assertThatExceptionOfType(NotGenuine.class)
        .isThrownBy(() -> check.check(order, BODY))
        .withMessageContaining(why);
  }

  /** Time goes on, for the clock as for the process. */
  private void passes(Duration time) {
    clock.now = clock.now.plus(time);
    uptime = uptime.plus(time);
  }

  @Test
  void anOrderIsTakenOnce() throws NotGenuine {
    String order = signed(clock.now);
    assertThat(check.check(order, BODY).tenant()).isEqualTo(tenant);
    refuses(order, "a second time");
  }

  @Test
  void whatWasSignedBeforeTheProcessStartedIsNotTaken() {
    uptime = Duration.ofSeconds(5);
    refuses(signed(clock.now.minusSeconds(10)), "before this node started");
  }

  @Test
  void aClockThatWasWrongAtTheStartAndIsSetBackHasOrdersTaken() throws NotGenuine {
    uptime = Duration.ZERO;
    Instant right = clock.now;
    clock.now = right.plus(Duration.ofMinutes(10));
    passes(Duration.ofSeconds(20));
    refuses(signed(right.plusSeconds(20)), "and it is");
    clock.now = right.plusSeconds(20);
    passes(Duration.ofSeconds(1));
    check.check(signed(right.plusSeconds(21)), BODY);
  }

  @Test
  void aClockThatIsSetBackHasNothingTakenTwice() throws NotGenuine {
    String order = signed(clock.now);
    check.check(order, BODY);
    passes(Duration.ofSeconds(90));
    refuses(order, "and it is");
    clock.now = clock.now.minusSeconds(90);
    refuses(order, "a second time");
  }
}
