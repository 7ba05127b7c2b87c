package io.sallyport.web.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Sessions in a customer's account, by our trail and by the account's CloudTrail. Each is of a
 * request or a test, whose id is in its name, which both know.
 *
 * @param lines the newest first
 */
public record BothTrails(List<Line> lines) {
  /** After so long an event can be expected to stand in CloudTrail, which promises no time. */
  static final Duration SHOWN_AFTER = Duration.ofMinutes(20);

  public BothTrails {
    lines = List.copyOf(lines);
  }

  /** How the two trails agree about a session. */
  public enum Agreement {
    MATCHED("In both trails"),
    TOO_NEW("Not in CloudTrail yet"),
    MISSING_THERE("Missing in CloudTrail"),
    MISSING_HERE("Missing in our trail");

    private final String label;

    Agreement(String label) {
      this.label = label;
    }

    /** For people. */
    public String label() {
      return label;
    }

    /** Whether somebody should look into it. */
    public boolean isAlarming() {
      return this == MISSING_THERE || this == MISSING_HERE;
    }
  }

  /**
   * An entry of one of the trails.
   *
   * @param session its name
   * @param at when
   * @param region whose STS was asked
   * @param who for whom, by our trail; empty in theirs
   */
  public record Entered(String session, Instant at, String region, String who) {
    public Entered {
      Objects.requireNonNull(session, "session");
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(region, "region");
      Objects.requireNonNull(who, "who");
    }
  }

  /** A session and what the trails say of it. */
  public record Line(Entered entered, Agreement agreement) {}

  /**
   * Compares.
   *
   * @param ours through this connection
   * @param allOurs names of all of the company's sessions, each as often as it was entered: two
   *     connections may lead into one account, and a test enters several times by one name
   * @param theirs of our principal, in the same time and regions, and from a little before
   * @param since what of theirs is earlier only matches, since the clocks differ
   */
  static BothTrails of(
      List<Entered> ours, List<String> allOurs, List<Entered> theirs, Instant since, Instant now) {
    Counts there = new Counts(theirs.stream().map(Entered::session).toList());
    List<Line> sorted = new ArrayList<>();
    for (Entered each : ours) {
      sorted.add(new Line(each, agreement(each, there, now)));
    }
    Counts here = new Counts(allOurs);
    for (Entered each : theirs) {
      // Whoever uses a name of ours once more than we did is none of us.
      if (!here.take(each.session()) && !each.at().isBefore(since)) {
        sorted.add(new Line(each, Agreement.MISSING_HERE));
      }
    }
    sorted.sort(Comparator.comparing((Line line) -> line.entered().at()).reversed());
    return new BothTrails(sorted);
  }

  /** How often each name is there that was not taken yet. */
  private static final class Counts {
    private final Map<String, Integer> left = new HashMap<>();

    Counts(List<String> names) {
      names.forEach(name -> left.merge(name, 1, Integer::sum));
    }

    boolean take(String name) {
      return left.merge(name, -1, Integer::sum) >= 0;
    }
  }

  private static Agreement agreement(Entered ours, Counts there, Instant now) {
    if (there.take(ours.session())) {
      return Agreement.MATCHED;
    }
    return ours.at().isAfter(now.minus(SHOWN_AFTER)) ? Agreement.TOO_NEW : Agreement.MISSING_THERE;
  }

  /** How many there are of that kind. */
  public long count(Agreement agreement) {
    return lines.stream().filter(line -> line.agreement() == agreement).count();
  }
}
