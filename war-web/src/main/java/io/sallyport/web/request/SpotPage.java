package io.sallyport.web.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.edge.Notice;
import io.sallyport.web.edge.Utc;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Spot capacity costs, by instance type and zone, now and over a time. */
@Named
@RequestScoped
public class SpotPage {
  private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");
  private static final Pattern TYPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}\\.[a-z0-9-]{1,30}");
  private static final int MOST_TYPES = 5;
  private static final int PAGE = 1_000;
  private static final int MOST_PAGES = 10;
  private static final int LONGEST = 90;

  @Inject private CurrentPerson current;
  @Inject private Requests requests;
  @Inject private Regions regions;
  @Inject private OnDemandPrices onDemandPrices;
  @Inject private Notice notice;
  @Inject private Utc utc;

  private List<Connection> offered;
  private String connection;
  private String region;
  private String types = "m5.large";
  private String product = "Linux/UNIX";
  private int days = 7;
  private List<Shown> shown;
  private boolean partial;

  /**
   * An instance type's prices.
   *
   * @param onDemand what the same costs when it is not Spot, in US dollars an hour; null when AWS
   *     does not say
   * @param onDemandProblem why there is no such price; null when AWS was asked and answered
   */
  public record Shown(String type, SpotChart chart, BigDecimal onDemand, Problem onDemandProblem) {}

  /** Asks AWS, through the chosen connection. */
  public void show() {
    notice.during(this::ask);
  }

  private void ask() {
    if (!current.isMayAsk()) {
      throw new ProblemException(ErrorCode.FORBIDDEN);
    }
    List<String> asked = read();
    Instant to = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant from = to.minus(Duration.ofDays(Math.min(Math.max(1, days), LONGEST)));
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("InstanceTypes", asked);
    parameters.put("ProductDescriptions", List.of(product));
    parameters.put("StartTime", from.toString());
    parameters.put("EndTime", to.toString());
    parameters.put("MaxResults", PAGE);
    List<SpotChart.Price> prices = new ArrayList<>();
    String token = "";
    for (int page = 0; page < MOST_PAGES && token != null; page++) {
      ServiceAnswer answer =
          requests.forward(
              current.actor(),
              Connections.id(connection),
              Requests.Question.reading("ec2", "DescribeSpotPriceHistory", region, parameters));
      prices.addAll(SpotChart.prices(answer.result()));
      String next = AwsJson.text(answer.result(), "NextToken");
      token = next.isEmpty() ? null : next;
      parameters.put("NextToken", token);
    }
    partial = token != null;
    BigDecimal top = SpotChart.top(prices);
    shown =
        asked.stream()
            .map(
                type ->
                    compared(
                        type,
                        SpotChart.of(
                            prices.stream().filter(each -> each.type().equals(type)).toList(),
                            from,
                            to,
                            top)))
            .toList();
  }

  private List<String> read() {
    List<String> asked =
        Stream.of(types == null ? "" : types)
            .flatMap(SEPARATOR::splitAsStream)
            .filter(each -> !each.isEmpty())
            .distinct()
            .toList();
    if (asked.isEmpty()
        || asked.size() > MOST_TYPES
        || !asked.stream().allMatch(each -> TYPE.matcher(each).matches())) {
      throw ProblemException.in(
          ErrorCode.PARAMETER_INVALID,
          "InstanceType",
          "An instance type looks like m5.large; up to five, with commas between them.");
    }
    return asked;
  }

  /** The Spot prices are worth showing without the price on demand. */
  private Shown compared(String type, SpotChart chart) {
    if (chart.series().isEmpty()) {
      return new Shown(type, chart, null, null);
    }
    try {
      return new Shown(
          type,
          chart,
          onDemandPrices
              .price(current.actor(), Connections.id(connection), region, type, product)
              .map(price -> price.setScale(SpotChart.DIGITS, RoundingMode.HALF_UP))
              .orElse(null),
          null);
    } catch (ProblemException e) {
      return new Shown(type, chart, null, e.problem());
    }
  }

  /** The connections that were made for it. */
  public List<Connection> getConnections() {
    if (offered == null) {
      offered = requests.connectionsFor(current.actor(), "ec2", "DescribeSpotPriceHistory");
    }
    return offered;
  }

  public List<Regions.Choice> getRegions() {
    return regions.all();
  }

  /** What was found, in the order in which it was asked; null before anything was. */
  public List<Shown> getShown() {
    return shown;
  }

  /** Whether AWS has more than is shown. */
  public boolean isPartial() {
    return partial;
  }

  public String getFrom() {
    return utc.text(shown.get(0).chart().from());
  }

  public String getTo() {
    return utc.text(shown.get(0).chart().to());
  }

  public String getConnection() {
    return connection;
  }

  public void setConnection(String connection) {
    this.connection = connection;
  }

  public String getRegion() {
    return region;
  }

  public void setRegion(String region) {
    this.region = region;
  }

  public String getTypes() {
    return types;
  }

  public void setTypes(String types) {
    this.types = types;
  }

  public String getProduct() {
    return product;
  }

  public void setProduct(String product) {
    this.product = product;
  }

  public int getDays() {
    return days;
  }

  public void setDays(int days) {
    this.days = days;
  }
}
