package io.sallyport.web.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sessions in a customer's account, by our trail and by the account's CloudTrail. Each is of a
 * request or a test, whose id is in its name, which both know.
 *
 * @param lines the newest first
 */
public record BothTrails(List<Line> lines) {
  /** How far the two may be apart about one moment: by their clocks, and by what lies between. */
  static final Duration APART = Duration.ofMinutes(2);

  /** After so long an event can be expected to stand in CloudTrail, which promises no time. */
  static final Duration SHOWN_AFTER = Duration.ofMinutes(20);

  public BothTrails {
    lines = List.copyOf(lines);
  }

  /** How the two trails agree about a session. */
  public enum Agreement {
    MATCHED("In both trails"),
    THROUGH_ANOTHER("Entered through another connection"),
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
   * @param ours through this connection, from a little before that time
   * @param others through the company's other connections: two may lead into one account
   * @param theirs of our principal, in the same time and regions, and from a little before
   * @param since what is earlier only matches, since the clocks differ
   */
  static BothTrails of(
      List<Entered> ours, List<Entered> others, List<Entered> theirs, Instant since, Instant now) {
    // A test enters several times by one name; whoever uses a name of ours once more than we did,
    // elsewhere, or at another time, is none of us.
    List<Entered> there = new ArrayList<>(theirs);
    List<Line> all = new ArrayList<>();
    for (Entered each : ours) {
      all.add(new Line(each, agreement(each, there, now)));
    }
    List<Entered> elsewhere = new ArrayList<>(others);
    for (Entered each : there) {
      all.add(
          take(elsewhere, each)
              .map(known -> new Line(known, Agreement.THROUGH_ANOTHER))
              .orElseGet(() -> new Line(each, Agreement.MISSING_HERE)));
    }
    return new BothTrails(
        all.stream()
            .filter(line -> !line.entered().at().isBefore(since))
            .sorted(Comparator.comparing((Line line) -> line.entered().at()).reversed())
            .toList());
  }

  /** Takes out the one that may be the same: by name and region, and nearest in time. */
  private static Optional<Entered> take(List<Entered> from, Entered wanted) {
    Optional<Entered> same =
        from.stream()
            .filter(each -> each.session().equals(wanted.session()))
            .filter(each -> each.region().equals(wanted.region()))
            .filter(each -> apart(each, wanted).compareTo(APART) <= 0)
            .min(Comparator.comparing(each -> apart(each, wanted)));
    same.ifPresent(from::remove);
    return same;
  }

  private static Duration apart(Entered one, Entered other) {
    return Duration.between(one.at(), other.at()).abs();
  }

  private static Agreement agreement(Entered ours, List<Entered> there, Instant now) {
    if (take(there, ours).isPresent()) {
      return Agreement.MATCHED;
    }
    return ours.at().isAfter(now.minus(SHOWN_AFTER)) ? Agreement.TOO_NEW : Agreement.MISSING_THERE;
  }

  /** How many there are of that kind. */
  public long count(Agreement agreement) {
    return lines.stream().filter(line -> line.agreement() == agreement).count();
  }
}
