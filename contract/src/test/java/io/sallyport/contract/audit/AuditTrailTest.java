package io.sallyport.contract.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
  private final List<String> happened = new ArrayList<>();
  private final AuditEntry entry =
      AuditEntry.of(
          new Actor(UUID.randomUUID(), UUID.randomUUID()),
          AuditAction.ENVELOPE_OPEN,
          "subject",
          UUID.randomUUID());

  @Test
  void theActHappensBetweenIntentAndOutcome() {
    String result = new Trail().record(entry, () -> act("done"));
    assertThat(result).isEqualTo("done");
    assertThat(happened).containsExactly("intent", "act", "outcome ok");
  }

  @Test
  void whenTheIntentIsRefusedNothingIsDone() {
    AuditTrail full =
        new Trail() {
          @Override
          public UUID intend(AuditEntry entry) {
            throw new ProblemException(ErrorCode.AUDIT_UNAVAILABLE);
          }
        };
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> full.record(entry, () -> act("done")));
    assertThat(refusal.problem().errorCode()).isEqualTo(ErrorCode.AUDIT_UNAVAILABLE);
    assertThat(happened).isEmpty();
  }

  @Test
  void anActThatFailsLeavesItsCodeAsOutcomeAndFailsTheSame() {
    ProblemException failure = new ProblemException(ErrorCode.AWS_THROTTLED);
    assertThatThrownBy(() -> new Trail().record(entry, () -> fail(failure))).isSameAs(failure);
    assertThat(happened).containsExactly("intent", "outcome SP-AWS-THROTTLED");
  }

  @Test
  void anActThatFailsUnforeseenIsInternalAndItsMessageIsNotWritten() {
    RuntimeException failure = new IllegalStateException("canary");
    assertThatThrownBy(() -> new Trail().record(entry, () -> fail(failure))).isSameAs(failure);
    assertThat(happened).containsExactly("intent", "outcome SP-INTERNAL");
  }

  @Test
  void anOutcomeThatCannotBeWrittenIsTold() {
    AuditTrail full =
        new Trail() {
          @Override
          public void conclude(AuditEntry entry, UUID intent, String outcome) {
            throw new ProblemException(ErrorCode.AUDIT_OUTCOME_UNWRITTEN);
          }
        };
    ProblemException told =
        catchThrowableOfType(ProblemException.class, () -> full.record(entry, () -> act("done")));
    assertThat(told.problem().errorCode()).isEqualTo(ErrorCode.AUDIT_OUTCOME_UNWRITTEN);
    assertThat(happened).containsExactly("intent", "act");
  }

  @Test
  void anEntryKeepsItsFactsWhateverBecomesOfTheMapItWasMadeFrom() {
    Map<String, String> facts = new HashMap<>(Map.of("a", "1"));
    AuditEntry made =
        new AuditEntry(entry.actor(), entry.action(), "subject", entry.requestId(), facts);
    facts.put("b", "2");
    assertThat(made.facts()).isEqualTo(Map.of("a", "1"));
    assertThat(made.with("c", 3).facts()).isEqualTo(Map.of("a", "1", "c", "3"));
    assertThat(made.facts()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void everyActionIsFoundByItsOwnStableName() {
    for (AuditAction action : AuditAction.values()) {
      assertThat(AuditAction.of(action.code())).isEqualTo(action);
    }
    assertThatThrownBy(() -> AuditAction.of("envelope.steal"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String act(String result) {
    happened.add("act");
    return result;
  }

  private static String fail(RuntimeException failure) {
    throw failure;
  }

  private class Trail implements AuditTrail {
    private final UUID intent = UUID.randomUUID();

    @Override
    public UUID intend(AuditEntry intended) {
      assertThat(intended).isSameAs(entry);
      happened.add("intent");
      return intent;
    }

    @Override
    public void conclude(AuditEntry concluded, UUID of, String outcome) {
      assertThat(concluded).isSameAs(entry);
      assertThat(of).isEqualTo(intent);
      happened.add("outcome " + outcome);
    }
  }
}
