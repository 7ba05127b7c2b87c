package io.sallyport.web.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

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
    Unmatched there = new Unmatched(theirs);
    List<Line> all = new ArrayList<>();
    for (Entered each : ours) {
      all.add(new Line(each, agreement(each, there, now)));
    }
    Unmatched elsewhere = new Unmatched(others);
    for (Entered each : there.rest()) {
      all.add(
          elsewhere
              .take(each)
              .map(known -> new Line(known, Agreement.THROUGH_ANOTHER))
              .orElseGet(() -> new Line(each, Agreement.MISSING_HERE)));
    }
    return new BothTrails(
        all.stream()
            .filter(line -> !line.entered().at().isBefore(since))
            .sorted(Comparator.comparing((Line line) -> line.entered().at()).reversed())
            .toList());
  }

  /** Those that no other is the same as yet. */
  private static final class Unmatched {
    private record Name(String session, String region) {
      static Name of(Entered entered) {
        return new Name(entered.session(), entered.region());
      }
    }

    private final Map<Name, List<Entered>> left;

    Unmatched(List<Entered> all) {
      left =
          all.stream()
              .collect(Collectors.groupingBy(Name::of, Collectors.toCollection(ArrayList::new)));
    }

    /** Takes out the one that may be the same: by name and region, and nearest in time. */
    Optional<Entered> take(Entered wanted) {
      List<Entered> named = left.getOrDefault(Name.of(wanted), List.of());
      Optional<Entered> same =
          named.stream()
              .filter(each -> apart(each, wanted).compareTo(APART) <= 0)
              .min(Comparator.comparing(each -> apart(each, wanted)));
      same.ifPresent(named::remove);
      return same;
    }

    List<Entered> rest() {
      return left.values().stream().flatMap(List::stream).toList();
    }
  }

  private static Duration apart(Entered one, Entered other) {
    return Duration.between(one.at(), other.at()).abs();
  }

  private static Agreement agreement(Entered ours, Unmatched there, Instant now) {
    if (there.take(ours).isPresent()) {
      return Agreement.MATCHED;
    }
    return ours.at().isAfter(now.minus(SHOWN_AFTER)) ? Agreement.TOO_NEW : Agreement.MISSING_THERE;
  }

  /** How many there are of that kind. */
  public long count(Agreement agreement) {
    return lines.stream().filter(line -> line.agreement() == agreement).count();
  }
}
