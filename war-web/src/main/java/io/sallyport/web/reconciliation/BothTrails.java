package io.sallyport.web.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Sessions in a customer's account, by our trail and by the account's CloudTrail. Each has a name
 * that nothing else has, which both know.
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
   * @param allOurs names of all of the company's sessions: two connections may lead into one
   *     account
   * @param theirs of our principal, in the same time and regions
   */
  static BothTrails of(List<Entered> ours, Set<String> allOurs, List<Entered> theirs, Instant now) {
    Set<String> seenThere = new HashSet<>();
    theirs.forEach(each -> seenThere.add(each.session()));
    Map<String, Line> lines = new HashMap<>();
    for (Entered each : ours) {
      lines.put(each.session(), new Line(each, agreement(each, seenThere, now)));
    }
    for (Entered each : theirs) {
      if (!allOurs.contains(each.session())) {
        lines.putIfAbsent(each.session(), new Line(each, Agreement.MISSING_HERE));
      }
    }
    List<Line> sorted = new ArrayList<>(lines.values());
    sorted.sort(Comparator.comparing((Line line) -> line.entered().at()).reversed());
    return new BothTrails(sorted);
  }

  private static Agreement agreement(Entered ours, Set<String> seenThere, Instant now) {
    if (seenThere.contains(ours.session())) {
      return Agreement.MATCHED;
    }
    return ours.at().isAfter(now.minus(SHOWN_AFTER)) ? Agreement.TOO_NEW : Agreement.MISSING_THERE;
  }

  /** How many there are of that kind. */
  public long count(Agreement agreement) {
    return lines.stream().filter(line -> line.agreement() == agreement).count();
  }
}
