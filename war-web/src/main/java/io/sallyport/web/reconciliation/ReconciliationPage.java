package io.sallyport.web.reconciliation;

import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.activity.Names;
import io.sallyport.web.connection.RoleTemplate;
import io.sallyport.web.edge.Notice;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.reconciliation.BothTrails.Agreement;
import io.sallyport.web.reconciliation.BothTrails.Entered;
import io.sallyport.web.request.AwsJson;
import io.sallyport.web.request.Regions;
import io.sallyport.web.request.Requests;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares, for whoever audits a company, who entered an account by our trail with who entered it
 * by the account's own CloudTrail, which is asked through the same gate.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html">AssumeRole
 *     in CloudTrail</a>
 */
@Named
@RequestScoped
public class ReconciliationPage {
  private static final String SERVICE = "cloudtrail";
  private static final String OPERATION = "LookupEvents";
  private static final String ENTERING = "AssumeRole";

  /** CloudTrail looks up events of 90 days. */
  private static final int LONGEST = 90;

  private static final int ACCOUNT_OF_ARN = 4;
  private static final int MOST_REGIONS = 10;

  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private Requests requests;
  @Inject private Regions known;
  @Inject private Activity activity;
  @Inject private RoleTemplate template;
  @Inject private Names names;
  @Inject private Notice notice;
  @Inject private Utc utc;
  @Inject private HttpServletRequest request;

  private List<Connection> offered;
  private String connection;
  private int days = 1;
  private BothTrails both;
  private Instant since;
  private final Set<String> asked = new TreeSet<>();
  private final Map<String, String> unanswered = new TreeMap<>();

  /** Asks both. */
  public void compare() {
    notice.during(this::ask);
  }

  private void ask() {
    Actor actor = current.actor();
    ConnectionId id = connections.find(actor, Connections.id(connection)).id();
    Instant now = Instant.now();
    Instant from = now.minus(Duration.ofDays(Math.min(Math.max(1, days), LONGEST)));
    // The two clocks differ: what AWS saw within that time we may have written a little before.
    List<AuditEvent> all = activity.entered(actor, from.minus(BothTrails.APART), now);
    if (all.size() == Activity.MOST_ENTERED) {
      from = all.get(all.size() - 1).at().plus(BothTrails.APART);
    }
    since = from;
    Instant earliest = from;
    Map<Boolean, List<Entered>> entered =
        all.stream()
            .collect(
                Collectors.partitioningBy(
                    each -> each.subject().equals(id.toString()),
                    Collectors.mapping(this::ours, Collectors.toList())));
    List<Entered> ours = entered.get(true);
    Set<String> regions = chosen();
    ours.stream()
        .filter(each -> !each.at().isBefore(earliest))
        .forEach(each -> regions.add(each.region()));
    if (regions.isEmpty()) {
      throw ProblemException.in(
          ErrorCode.PARAMETER_INVALID,
          "regions",
          "Our trail names no session in that time. Tick the regions to ask in all the same.");
    }
    List<Entered> theirs = new ArrayList<>();
    ProblemException last = null;
    for (String region : regions) {
      try {
        theirs.addAll(theirs(actor, id, region, from.minus(BothTrails.APART), now));
        asked.add(region);
      } catch (ProblemException e) {
        // What others showed is not for this one to hide.
        last = e;
        unanswered.put(region, e.problem().title() + ". " + e.problem().detail());
      }
    }
    if (last != null && asked.isEmpty()) {
      unanswered.clear();
      throw last;
    }
    both =
        BothTrails.of(
            ours.stream().filter(each -> asked.contains(each.region())).toList(),
            entered.get(false),
            theirs,
            from,
            now);
  }

  /** Where somebody wants it to be looked, whatever our trail says. */
  private Set<String> chosen() {
    String[] ticked = request.getParameterValues("region");
    if (ticked == null) {
      return new TreeSet<>();
    }
    if (ticked.length > MOST_REGIONS) {
      throw ProblemException.in(
          ErrorCode.PARAMETER_INVALID,
          "regions",
          "Tick " + MOST_REGIONS + " at most: each is asked by itself.");
    }
    return new TreeSet<>(Arrays.asList(ticked));
  }

  private Entered ours(AuditEvent event) {
    return new Entered(
        session(event), event.at(), event.fact("region").orElse(""), names.of(event));
  }

  private static String session(AuditEvent event) {
    return event.fact("session").orElse("");
  }

  private List<Entered> theirs(
      Actor actor, ConnectionId id, String region, Instant from, Instant to) {
    Iterator<ServiceAnswer> pages =
        requests.pages(
            actor,
            id,
            Requests.Question.reading(
                SERVICE,
                OPERATION,
                region,
                Map.of(
                    "LookupAttributes",
                    List.of(Map.of("AttributeKey", "EventName", "AttributeValue", ENTERING)),
                    "StartTime",
                    from.toString(),
                    "EndTime",
                    to.toString())));
    List<Entered> entered = new ArrayList<>();
    String vendor = template.principal().split(":")[ACCOUNT_OF_ARN];
    int read = 0;
    while (pages.hasNext()) {
      if (++read == Requests.MOST_PAGES) {
        throw ProblemException.in(
            ErrorCode.PARAMETER_INVALID,
            "days",
            "There is more than can be read: choose fewer days.");
      }
      AwsJson.objects(pages.next().result(), "Events")
          .map(event -> json(AwsJson.text(event, "CloudTrailEvent")))
          .filter(event -> vendor.equals(caller(event)) && !event.containsKey("errorCode"))
          .map(event -> theirs(event, region))
          .forEach(entered::add);
    }
    return entered;
  }

  private static String caller(JsonObject event) {
    return event.getJsonObject("userIdentity").getString("accountId", "");
  }

  private static Entered theirs(JsonObject event, String region) {
    return new Entered(
        event.getJsonObject("requestParameters").getString("roleSessionName", ""),
        Instant.parse(event.getString("eventTime")),
        region,
        "");
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  /** The connections that were made for it, and that we enter by a role. */
  public List<Connection> getConnections() {
    if (offered == null) {
      offered =
          requests.connectionsFor(current.actor(), SERVICE, OPERATION).stream()
              .filter(each -> each.way() == ConnectionWay.ROLE)
              .toList();
    }
    return offered;
  }

  /** What was found; null before anything was asked. */
  public BothTrails getBoth() {
    return both;
  }

  /** When a session was entered. */
  public String at(Entered entered) {
    return utc.text(entered.at());
  }

  /** From when on both were read: later than was asked for where our trail has too many. */
  public String getSince() {
    return utc.text(since);
  }

  /** Where was asked. */
  public String getAsked() {
    return String.join(", ", asked);
  }

  /** Where there was no answer, and why. */
  public Set<Map.Entry<String, String>> getUnanswered() {
    return unanswered.entrySet();
  }

  /** Where one may want to have it asked. */
  public List<Regions.Choice> getRegions() {
    return known.all();
  }

  public long getMatched() {
    return both.count(Agreement.MATCHED);
  }

  public long getThroughAnother() {
    return both.count(Agreement.THROUGH_ANOTHER);
  }

  public long getTooNew() {
    return both.count(Agreement.TOO_NEW);
  }

  public long getMissingThere() {
    return both.count(Agreement.MISSING_THERE);
  }

  public long getMissingHere() {
    return both.count(Agreement.MISSING_HERE);
  }

  public String getConnection() {
    return connection;
  }

  public void setConnection(String connection) {
    this.connection = connection;
  }

  public int getDays() {
    return days;
  }

  public void setDays(int days) {
    this.days = days;
  }
}
