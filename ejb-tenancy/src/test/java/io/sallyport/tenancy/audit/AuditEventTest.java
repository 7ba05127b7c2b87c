package io.sallyport.tenancy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.identity.Actor;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456Z");

  private AuditEvent first;
  private AuditEvent second;
  private AuditEvent third;

  @BeforeEach
  void aChainOfThree() {
    AuditEntry entry =
        AuditEntry.of(
                new Actor(UUID.randomUUID(), UUID.randomUUID()),
                AuditAction.ROLE_ASSUME,
                "a subject",
                UUID.randomUUID())
            .with("check", "RIGHT");
    first = new AuditEvent(NewLink.intent(entry), "web-1", NOW, AuditEvent.Head.GENESIS);
    second = new AuditEvent(NewLink.outcome(entry, first.id(), "ok"), "web-1", NOW, first.head());
    third = new AuditEvent(NewLink.intent(entry), "web-1", NOW, second.head());
  }

  @Test
  void aChainIsWholeFromItsFirstLink() {
    assertThat(first.follows(null)).isTrue();
    assertThat(second.follows(first)).isTrue();
    assertThat(third.follows(second)).isTrue();
  }

  @Test
  void aLinkLeftOutOrMovedIsSeen() {
    assertThat(third.follows(first)).isFalse();
    assertThat(second.follows(null)).isFalse();
    assertThat(first.follows(second)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "action", "subject", "outcome", "facts"})
  void aTextThatWasAlteredIsSeen(String field) throws Exception {
    set(second, field, "altered");
    assertThat(second.follows(first)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenantId", "personId", "requestId", "intentId", "id"})
  void anIdThatWasAlteredIsSeen(String field) throws Exception {
    set(second, field, UUID.randomUUID());
    assertThat(second.follows(first)).isFalse();
  }

  @Test
  void aTimeThatWasAlteredIsSeen() throws Exception {
    set(second, "at", NOW.plusSeconds(1));
    assertThat(second.follows(first)).isFalse();
  }

  @Test
  void anAlteredLinkWithANewHashIsSeenAtTheNext() {
    AuditEvent other =
        new AuditEvent(
            NewLink.intent(
                AuditEntry.of(
                    new Actor(UUID.randomUUID(), UUID.randomUUID()),
                    AuditAction.ROLE_ASSUME,
                    "another",
                    UUID.randomUUID())),
            "web-1",
            NOW,
            first.head());
    assertThat(other.follows(first)).isTrue();
    assertThat(third.follows(other)).isFalse();
  }

  private static void set(AuditEvent event, String name, Object value) throws Exception {
    Field field = AuditEvent.class.getDeclaredField(name);
    field.setAccessible(true);
    field.set(event, value);
  }
}
