package io.sallyport.sandbox.ec2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Listing;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The price list of EC2 instances: the same in each region.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html">GetProducts</a>
 */
public final class PricingOperations {
  private static final List<String> HOMES = List.of("us-east-1", "eu-central-1", "ap-south-1");
  private static final List<String> SYSTEMS = List.of("Linux", "Windows");
  private static final int MOST = 100;

  public Map<String, Operation> operations() {
    return Map.of("GetProducts", this::products);
  }

  private Answer products(Call call) {
    if (!HOMES.contains(call.region())) {
      throw new AwsFault(
          400, "InvalidParameterException", "There is no price list in this region.");
    }
    call.require("*", call.facts());
    Parameters parameters = call.parameters();
    if (!parameters.optional("ServiceCode").orElse("").equals("AmazonEC2")) {
      throw new AwsFault(400, "InvalidParameterException", "Only AmazonEC2 is known here.");
    }
    Map<String, String> wanted = new HashMap<>();
    parameters
        .structures("Filters")
        .forEach(
            filter ->
                wanted.put(
                    filter.optional("Field").orElse(""), filter.optional("Value").orElse("")));
    List<String> found = new ArrayList<>();
    for (String type : InstanceTypes.names()) {
      for (String system : SYSTEMS) {
        ObjectNode product = product(type, system, wanted.getOrDefault("regionCode", "eu-west-1"));
        boolean fits =
            wanted.entrySet().stream()
                .allMatch(
                    each ->
                        product
                            .at("/product/attributes")
                            .path(each.getKey())
                            .asText()
                            .equals(each.getValue()));
        if (fits) {
          found.add(product.toString());
        }
      }
    }
    Listing<String> page = Listing.of(found, parameters, "MaxResults", "NextToken", MOST);
    return Answer.json(
        json -> {
          json.put("FormatVersion", "aws_v1");
          ArrayNode list = json.putArray("PriceList");
          page.items().forEach(list::add);
          page.tell(json, "NextToken");
        });
  }

  private static ObjectNode product(String type, String system, String region) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    String sku = (type + system).replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
    ObjectNode product = whole.putObject("product").put("productFamily", "Compute Instance");
    product.put("sku", sku);
    product
        .putObject("attributes")
        .put("instanceType", type)
        .put("regionCode", region)
        .put("operatingSystem", system)
        .put("tenancy", "Shared")
        .put("preInstalledSw", "NA")
        .put("licenseModel", "No License required")
        .put("capacitystatus", "Used");
    whole.put("serviceCode", "AmazonEC2");
    BigDecimal price =
        InstanceTypes.hourlyPrice(type)
            .orElseThrow()
            .multiply(system.equals("Windows") ? new BigDecimal("1.6") : BigDecimal.ONE);
    ObjectNode term = whole.putObject("terms").putObject("OnDemand").putObject(sku + ".JRTCKXETXF");
    term.putObject("priceDimensions")
        .putObject(sku + ".JRTCKXETXF.6YS6EN2CT7")
        .put("unit", "Hrs")
        .put("beginRange", "0")
        .put("endRange", "Inf")
        .putObject("pricePerUnit")
        .put("USD", price.toPlainString());
    return whole;
  }
}
