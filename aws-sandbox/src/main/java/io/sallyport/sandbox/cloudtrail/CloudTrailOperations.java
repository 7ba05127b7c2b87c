package io.sallyport.sandbox.cloudtrail;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.trail.Event;
import io.sallyport.sandbox.trail.Trail;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * LookupEvents, newest first, at once: real events take minutes to appear.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html">LookupEvents</a>
 */
public final class CloudTrailOperations {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST = 50;

  private final Trail trail;

  public CloudTrailOperations(Trail trail) {
    this.trail = trail;
  }

  public Map<String, Operation> operations() {
    return Map.of("LookupEvents", this::lookUp);
  }

  private Answer lookUp(Call call) {
    call.require("*", call.facts());
    Parameters parameters = call.parameters();
    Optional<Instant> from = parameters.optional("StartTime").map(CloudTrailOperations::time);
    Optional<Instant> to = parameters.optional("EndTime").map(CloudTrailOperations::time);
    Optional<String> name = Optional.empty();
    for (Parameters attribute : parameters.structures("LookupAttributes")) {
      if (!attribute.optional("AttributeKey").orElse("").equals("EventName")) {
        throw new AwsFault(
            400, "InvalidLookupAttributesException", "Only EventName can be looked up here.");
      }
      name = attribute.optional("AttributeValue");
    }
    Optional<String> wanted = name;
    List<Event> found =
        new ArrayList<>(
            trail.events(Optional.of(call.caller().accountId())).stream()
                .filter(event -> wanted.map(event.name()::equals).orElse(true))
                .filter(event -> event.region().map(call.region()::equals).orElse(false))
                .filter(event -> from.map(time -> !event.time().isBefore(time)).orElse(true))
                .filter(event -> to.map(time -> !event.time().isAfter(time)).orElse(true))
                .toList());
    Collections.reverse(found);
    int most = parameters.optional("MaxResults").map(Integer::parseInt).orElse(MOST);
    int start = parameters.optional("NextToken").map(Integer::parseInt).orElse(0);
    int end = Math.min(found.size(), start + Math.min(most, MOST));
    return Answer.json(
        json -> {
          ArrayNode events = json.putArray("Events");
          found.subList(Math.min(start, end), end).forEach(each -> write(each, events.addObject()));
          if (end < found.size()) {
            json.put("NextToken", String.valueOf(end));
          }
        });
  }

  private static Instant time(String seconds) {
    return Instant.ofEpochMilli(new BigDecimal(seconds).movePointRight(3).longValue());
  }

  private static void write(Event event, ObjectNode json) {
    json.put("EventId", event.requestId());
    json.put("EventName", event.name());
    json.put("EventTime", event.time().getEpochSecond());
    json.put("EventSource", event.source());
    ObjectNode whole = JSON.createObjectNode();
    boolean foreign = !event.account().equals(event.recipient());
    ObjectNode identity = whole.putObject("userIdentity");
    identity.put("type", foreign ? "AWSAccount" : "AssumedRole");
    event.account().ifPresent(account -> identity.put("accountId", account));
    if (!foreign) {
      // Of a caller from elsewhere only the account is told.
      event.principal().ifPresent(arn -> identity.put("arn", arn));
    }
    whole.put("eventVersion", "1.11");
    whole.put("eventTime", event.time().toString());
    whole.put("eventSource", event.source());
    whole.put("eventName", event.name());
    event.region().ifPresent(region -> whole.put("awsRegion", region));
    whole.put("sourceIPAddress", event.sourceAddress());
    event.errorCode().ifPresent(code -> whole.put("errorCode", code));
    ObjectNode parameters = whole.putObject("requestParameters");
    event.parameters().forEach(parameters::put);
    whole.put("eventID", event.requestId());
    event.recipient().ifPresent(account -> whole.put("recipientAccountId", account));
    json.put("CloudTrailEvent", whole.toString());
  }
}
