package io.sallyport.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.tenancy.limit.RateLimited;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitsTest {
  private static final Actor ACTOR = new Actor(UUID.randomUUID(), UUID.randomUUID());
  private static final ConnectionId CONNECTION = ConnectionId.random();
  private static final Requests.Question RUNNING =
      Requests.Question.reading("ec2", "WaitUntilInstanceRunning", "eu-central-1", Map.of());

  private final Asked asked = new Asked();
  private final Waits waits = new Waits(asked, Duration.ofSeconds(1), Duration.ofSeconds(2));
  private final List<Boolean> looks = new ArrayList<>();

  /** AWS's answers, in order: come, not come, or a problem; the last one for good. */
  private static final class Asked extends Requests {
    private final Deque<Object> answers = new ArrayDeque<>();
    private boolean standing = true;

    @Override
    public ServiceAnswer forward(Actor actor, ConnectionId connection, Question question) {
      Object next = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
      if (next instanceof ErrorCode code) {
        throw new ProblemException(code);
      }
      return new ServiceAnswer(UUID.randomUUID(), null, Map.of("Reached", next));
    }

    @Override
    public void requireStanding(Actor actor) {
      if (!standing) {
        throw new ProblemException(ErrorCode.FORBIDDEN);
      }
    }
  }

  private Waits.Waiting begin() {
    return waits.begin(ACTOR, CONNECTION, RUNNING);
  }

  private void follow() throws IOException {
    begin().follow(look -> looks.add(look.reached()));
  }

  @Test
  void eachLookIsToldUntilItHasCome() throws Exception {
    asked.answers.addAll(List.of(false, true));
    follow();
    assertThat(looks).containsExactly(false, true);
  }

  @ParameterizedTest
  @CsvSource({"AWS_THROTTLED", "AWS_UNAVAILABLE", "CONNECTION_BUSY", "DECRYPT_NODE_UNAVAILABLE"})
  void whatWillPassEndsNothing(ErrorCode passing) throws Exception {
    asked.answers.addAll(List.of(false, passing, true));
    follow();
    assertThat(looks).containsExactly(false, true);
  }

  @Test
  void whatWillNotPassEndsIt() {
    asked.answers.addAll(List.of(false, ErrorCode.CONNECTION_UNSAFE));
    assertThatThrownBy(this::follow).hasMessageContaining("SP-CONNECTION-UNSAFE");
  }

  @Test
  void nobodyWaitsForEver() {
    asked.answers.add(false);
    assertThatThrownBy(this::follow).hasMessageContaining("SP-WAIT-OVER");
    assertThat(looks).hasSizeBetween(2, 4).containsOnly(false);
  }

  @Test
  void whoeverMayNotAskAnyMoreWaitsNoLonger() {
    asked.answers.addAll(List.of(false, true));
    asked.standing = false;
    assertThatThrownBy(this::follow).hasMessageContaining("SP-FORBIDDEN");
    assertThat(looks).containsExactly(false);
  }

  @Test
  void fourOfACompanyWaitAndAPlaceIsGivenBackHoweverItEnds() throws Exception {
    asked.answers.add(true);
    List<Waits.Waiting> four = List.of(begin(), begin(), begin(), begin());
    assertThatThrownBy(this::begin).isInstanceOf(RateLimited.class);
    waits.begin(new Actor(UUID.randomUUID(), UUID.randomUUID()), CONNECTION, RUNNING);
    assertThatThrownBy(
            () ->
                four.get(0)
                    .follow(
                        look -> {
                          throw new IOException("gone");
                        }))
        .hasMessage("gone");
    begin();
    four.get(1).follow(look -> {});
    asked.answers.clear();
    asked.answers.add(ErrorCode.AWS_REJECTED);
    assertThatThrownBy(this::begin).hasMessageContaining("SP-AWS-REJECTED");
    assertThatThrownBy(this::begin).as("given back").hasMessageContaining("SP-AWS-REJECTED");
  }

  @Test
  void onlyWhatIsOneCanBeWaitedFor() {
    assertThatThrownBy(
            () ->
                waits.begin(
                    ACTOR,
                    CONNECTION,
                    Requests.Question.reading(
                        "ec2", "DescribeInstances", "eu-central-1", Map.of())))
        .hasMessageContaining("SP-WAIT-UNKNOWN");
  }

  @ParameterizedTest
  @CsvSource({"PT0.5S, PT10M", "PT10S, PT5S"})
  void aNodeDoesNotStartWithOtherTimes(Duration every, Duration longest) {
    assertThatThrownBy(() -> new Waits(asked, every, longest))
        .hasMessageContaining("sallyport.waits.every");
  }
}
