package io.sallyport.web.request;

import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.ServiceAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;

/**
 * What instances cost when they are not Spot, by AWS's price list.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html">AWS
 *     Price List</a>
 */
@ApplicationScoped
public class OnDemandPrices {
  private static final String PRICING = "pricing";

  /** Seconds: the list changes a few times a month. */
  private static final int OLDEST = 300;

  private static final String GET_PRODUCTS = "GetProducts";
  private static final Map<String, String> SYSTEMS =
      Map.of("Linux/UNIX", "Linux", "Windows", "Windows");

  @Inject private Requests requests;

  private final AllowList allowList = AllowList.ofThisRelease();

  /**
   * The price in US dollars an hour.
   *
   * @param product as Spot prices name the system, e.g. {@code Linux/UNIX}
   * @return empty where AWS has no price list for that partition, or nothing in it for this
   * @throws io.sallyport.contract.error.ProblemException as {@link Requests#forward}
   */
  Optional<BigDecimal> price(
      Actor actor, ConnectionId connection, String region, String type, String product) {
    return allowList
        .find(PRICING, GET_PRODUCTS)
        .at()
        .home(region, OnDemandPrices::partition)
        .flatMap(
            home -> {
              ServiceAnswer answer =
                  requests.forward(
                      actor,
                      connection,
                      Requests.Question.reading(
                          PRICING, GET_PRODUCTS, home, parameters(region, type, product), OLDEST));
              return price(answer.result());
            });
  }

  private static String partition(String region) {
    return Region.of(region).metadata().partition().id();
  }

  private static Map<String, Object> parameters(String region, String type, String product) {
    return Map.of(
        "ServiceCode",
        "AmazonEC2",
        "Filters",
        Stream.of(
                Map.entry("instanceType", type),
                Map.entry("regionCode", region),
                Map.entry("operatingSystem", SYSTEMS.getOrDefault(product, product)),
                Map.entry("tenancy", "Shared"),
                Map.entry("preInstalledSw", "NA"),
                Map.entry("licenseModel", "No License required"),
                Map.entry("capacitystatus", "Used"))
            .map(
                each ->
                    Map.of("Type", "TERM_MATCH", "Field", each.getKey(), "Value", each.getValue()))
            .toList());
  }

  /** The lowest price of all that the list has for these terms, which is one. */
  static Optional<BigDecimal> price(Map<String, Object> result) {
    return (result.get("PriceList") instanceof List<?> list ? list : List.of())
        .stream()
            .map(Objects::toString)
            .map(OnDemandPrices::document)
            .flatMap(each -> inside(each.getJsonObject("terms").getJsonObject("OnDemand")))
            .flatMap(term -> inside(term.getJsonObject("priceDimensions")))
            .map(dimension -> dimension.getJsonObject("pricePerUnit").getString("USD", "0"))
            .map(BigDecimal::new)
            .filter(price -> price.signum() > 0)
            .min(BigDecimal::compareTo);
  }

  private static JsonObject document(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  private static Stream<JsonObject> inside(JsonObject object) {
    return object == null ? Stream.empty() : object.values().stream().map(JsonValue::asJsonObject);
  }
}
