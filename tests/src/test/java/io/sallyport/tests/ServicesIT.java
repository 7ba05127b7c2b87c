package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.site.AwsCli;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every service of the allow-list answers, by our endpoint and by the customers' own tools. */
@ExtendWith(Site.class)
class ServicesIT {
  private static final List<String> CAPABILITIES =
      List.of("see-spot-prices", "see-scaling", "see-containers", "see-metrics");

  /** A connection into the sample account, which has something of each. */
  private static Customer connected(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.registered(browser);
    String role = "Services-" + UUID.randomUUID();
    String arn =
        AwsCli.script(
                demo,
                customer
                    .api()
                    .get(
                        "role-template?form=cli&capability="
                            + String.join("&capability=", CAPABILITIES))
                    .expect(200)
                    .body()
                    .replace("SallyportAccess", role))
            .strip();
    String account = demo.facts().sampleAccount().accountId();
    String connection =
        customer.seal(
            "Everything to see",
            new Portal.Account(account, arn, List.of(Customer.REGION), ""),
            CAPABILITIES);
    JsonObject tested =
        customer.api().post("connections/" + connection + "/verifications", "").expect(200).json();
    Assertions.assertThat(tested.get("state").getAsString()).as("%s", tested).isEqualTo("VERIFIED");
    return new Customer(customer.page(), customer.portal(), customer.api(), account, connection);
  }

  private static JsonObject ask(
      Customer customer, String service, String operation, Map<String, Object> parameters) {
    return ask(customer, service, operation, Customer.REGION, parameters)
        .expect(200)
        .json()
        .getAsJsonObject("result");
  }

  private static Api.Answer ask(
      Customer customer,
      String service,
      String operation,
      String region,
      Map<String, Object> parameters) {
    return customer.api().request(customer.connection(), service, operation, region, parameters);
  }

  @Test
  void eachIsAskedThroughTheOneEndpoint(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = connected(demo, browser);
    String groups = ask(customer, "autoscaling", "DescribeAutoScalingGroups", Map.of()).toString();
    Assertions.assertThat(groups).contains("shop-frontend", "\"DesiredCapacity\":2", "InService");
    Assertions.assertThat(
            ask(
                    customer,
                    "autoscaling",
                    "DescribeScalingActivities",
                    Map.of("AutoScalingGroupName", "shop-frontend", "MaxRecords", 1))
                .toString())
        .contains("Successful", "\"NextToken\":\"1\"");

    Assertions.assertThat(ask(customer, "ecs", "ListClusters", Map.of()).toString())
        .contains(":cluster/shop");
    Assertions.assertThat(
            ask(customer, "ecs", "DescribeClusters", Map.of("clusters", List.of("shop", "gone")))
                .toString())
        .contains("\"runningTasksCount\":2", "MISSING");
    Assertions.assertThat(
            ask(
                    customer,
                    "ecs",
                    "DescribeServices",
                    Map.of("cluster", "shop", "services", List.of("web")))
                .toString())
        .contains("\"runningCount\":2");
    ask(customer, "ecs", "ListTasks", Customer.REGION, Map.of("cluster", "none"))
        .expectProblem(422, "SP-AWS-REJECTED");

    Assertions.assertThat(ask(customer, "eks", "ListClusters", Map.of()).toString())
        .contains("orders");
    Assertions.assertThat(
            ask(
                    customer,
                    "eks",
                    "DescribeNodegroup",
                    Map.of("clusterName", "orders", "nodegroupName", "nodes"))
                .toString())
        .contains("m5.xlarge", "ACTIVE");

    Assertions.assertThat(
            ask(customer, "cloudwatch", "ListMetrics", Map.of("Namespace", "AWS/EC2")).toString())
        .contains("CPUUtilization", "InstanceId");
    Instant now = Instant.now();
    Assertions.assertThat(
            ask(
                    customer,
                    "cloudwatch",
                    "GetMetricData",
                    Map.of(
                        "StartTime",
                        now.minusSeconds(900).toString(),
                        "EndTime",
                        now.toString(),
                        "MetricDataQueries",
                        List.of(
                            Map.of(
                                "Id",
                                "cpu",
                                "MetricStat",
                                Map.of(
                                    "Period",
                                    300,
                                    "Stat",
                                    "Average",
                                    "Metric",
                                    Map.of(
                                        "Namespace", "AWS/EC2", "MetricName", "CPUUtilization"))))))
                .toString())
        .contains("\"StatusCode\":\"Complete\"", now.toString().substring(0, 10), ".5");
  }

  @Test
  void thePriceListIsAskedWhereItIsAndSpotPagesSayWhatIsSaved(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = connected(demo, browser);
    Map<String, Object> products =
        Map.of(
            "ServiceCode",
            "AmazonEC2",
            "Filters",
            List.of(Map.of("Type", "TERM_MATCH", "Field", "instanceType", "Value", "m5.large")));
    // Virginia is not sealed for it, and yet the only kind of place where there is a price list.
    JsonObject found =
        ask(customer, "pricing", "GetProducts", "us-east-1", products)
            .expect(200)
            .json()
            .getAsJsonObject("result");
    Assertions.assertThat(found.getAsJsonArray("PriceList")).hasSize(2);
    ask(customer, "autoscaling", "DescribeAutoScalingGroups", "us-east-1", Map.of())
        .expectProblem(403, "SP-REGION-NOT-SEALED");
    ask(customer, "pricing", "GetProducts", "eu-west-1", products)
        .expectProblem(403, "SP-REGION-NOT-SEALED");
    ask(customer, "pricing", "GetProducts", "us-east-1", Map.of("ServiceCode", "AmazonSQS"))
        .expectProblem(422, "SP-AWS-REJECTED");

    Page page = customer.page();
    page.navigate("/portal/spot");
    page.getByLabel("Region").selectOption(Customer.REGION);
    page.getByLabel("Instance types").fill("m5.large, c5.large");
    page.getByText("Show prices").click();
    assertThat(page.locator(".chart")).hasCount(2);
    assertThat(page.locator("h2")).containsText(new String[] {"m5.large", "c5.large"});
    assertThat(page.locator(".ondemand").first()).containsText("0.0960");
    // The sandbox's Spot prices are 28 to 67 percent of the price on demand.
    for (String saved : page.locator(".prices td[data-label=Saves]").allInnerTexts()) {
      Assertions.assertThat(Integer.parseInt(saved.replaceAll("[^0-9-]", ""))).isBetween(33, 72);
    }
    browser.picture(page, "spot-savings");
  }

  @Test
  void eachIsAskedByTheCommandLine(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = connected(demo, browser);
    JsonObject session =
        customer
            .api()
            .post("connections/" + customer.connection() + "/tool-sessions", Map.of())
            .expect(201)
            .json();
    Map<String, String> environment = AwsCli.environment(demo, session, Customer.REGION);
    String told =
        AwsCli.script(
                demo,
                """
                set -e
                aws autoscaling describe-auto-scaling-groups --query 'AutoScalingGroups[].AutoScalingGroupName'
                aws ecs list-clusters
                aws ecs list-tasks --cluster shop --query 'length(taskArns)'
                aws eks list-clusters
                aws eks describe-cluster --name orders --query cluster.status
                aws cloudwatch list-metrics --namespace AWS/EC2 --query 'Metrics[0].MetricName'
                aws pricing get-products --region us-east-1 --service-code AmazonEC2 \
                  --filters Type=TERM_MATCH,Field=instanceType,Value=m5.large --query 'length(PriceList)'
                """,
                environment)
            .expectSuccess();
    Assertions.assertThat(told)
        .contains("shop-frontend", ":cluster/shop", "orders", "ACTIVE", "CPUUtilization", "\n2\n");
    AwsCli.Ended refused = AwsCli.script(demo, "aws eks delete-cluster --name orders", environment);
    Assertions.assertThat(refused.status()).isNotZero();
    Assertions.assertThat(refused.output())
        .contains("An error occurred (SP-OPERATION-UNKNOWN) when calling the DeleteCluster");
  }
}
