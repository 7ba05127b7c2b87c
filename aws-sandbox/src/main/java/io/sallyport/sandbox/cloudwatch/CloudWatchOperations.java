package io.sallyport.sandbox.cloudwatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Listing;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * One metric for each instance, whose values are always the same for the same instance and time.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html">GetMetricData</a>
 */
public final class CloudWatchOperations {
  private static final String NAMESPACE = "AWS/EC2";
  private static final String METRIC = "CPUUtilization";
  private static final int MOST = 500;
  private static final int MOST_VALUES = 1_440;
  private static final int PERCENT = 100;

  public Map<String, Operation> operations() {
    return Map.of("ListMetrics", this::list, "GetMetricData", this::data);
  }

  private Answer list(Call call) {
    call.requireAction("cloudwatch:ListMetrics", "*", call.facts());
    Parameters parameters = call.parameters();
    boolean wanted =
        NAMESPACE.equals(parameters.optional("Namespace").orElse(NAMESPACE))
            && METRIC.equals(parameters.optional("MetricName").orElse(METRIC));
    List<Instance> all = wanted ? call.account().instances(call.region()) : List.of();
    Listing<Instance> page = Listing.of(all, parameters, "NextToken", MOST);
    return Answer.json(
        json -> {
          ArrayNode metrics = json.putArray("Metrics");
          for (Instance instance : page.items()) {
            ObjectNode metric =
                metrics.addObject().put("Namespace", NAMESPACE).put("MetricName", METRIC);
            metric
                .putArray("Dimensions")
                .addObject()
                .put("Name", "InstanceId")
                .put("Value", instance.id());
          }
          page.tell(json, "NextToken");
        });
  }

  private Answer data(Call call) {
    call.requireAction("cloudwatch:GetMetricData", "*", call.facts());
    Parameters parameters = call.parameters();
    Instant from = time(parameters, "StartTime");
    Instant to = time(parameters, "EndTime");
    List<Parameters> queries = list(parameters, "MetricDataQueries");
    return Answer.json(
        json -> {
          ArrayNode results = json.putArray("MetricDataResults");
          queries.forEach(query -> write(query, from, to, results.addObject()));
        });
  }

  /** A list, which the query protocol and CBOR write differently. */
  private static List<Parameters> list(Parameters parameters, String name) {
    List<Parameters> asInQueries = parameters.structures(name + ".member");
    return asInQueries.isEmpty() ? parameters.structures(name) : asInQueries;
  }

  private static void write(Parameters query, Instant from, Instant to, ObjectNode json) {
    String id = query.optional("Id").orElseThrow(() -> invalid("Id"));
    json.put("Id", id);
    json.put("Label", METRIC);
    json.put("StatusCode", "Complete");
    ArrayNode times = json.putArray("Timestamps");
    ArrayNode values = json.putArray("Values");
    long period = Long.parseLong(query.optional("MetricStat.Period").orElse("300"));
    if (period < 1 || !METRIC.equals(query.optional("MetricStat.Metric.MetricName").orElse(""))) {
      return;
    }
    String instance =
        list(query, "MetricStat.Metric.Dimensions").stream()
            .findFirst()
            .flatMap(dimension -> dimension.optional("Value"))
            .orElse("");
    long last = to.getEpochSecond() / period;
    for (long at = last; at >= from.getEpochSecond() / period && last - at < MOST_VALUES; at--) {
      times.addPOJO(Instant.ofEpochSecond(at * period));
      values.add(value(instance, at));
    }
  }

  private static double value(String instance, long at) {
    CRC32 hash = new CRC32();
    hash.update((instance + at).getBytes(StandardCharsets.UTF_8));
    return (double) (hash.getValue() % PERCENT) + 0.5;
  }

  private static Instant time(Parameters parameters, String name) {
    String text = parameters.optional(name).orElseThrow(() -> invalid(name));
    try {
      return text.matches("[0-9.E]+")
          ? Instant.ofEpochSecond((long) Double.parseDouble(text))
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw invalid(name);
    }
  }

  private static AwsFault invalid(String name) {
    return new AwsFault(400, "ValidationError", "The parameter " + name + " must be given.");
  }
}
