package io.sallyport.sandbox.ec2;

import io.sallyport.sandbox.account.Instance;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what EC2 operations have in common: ids, filters, pages, the dry run. */
record Ec2Parameters(Call call) {
  private static final Pattern INSTANCE_ID = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");
  private static final int LEAST_RESULTS = 5;
  private static final int MOST_RESULTS = 1000;

  /** One {@code Filter.N}: the values any of which may match, with wildcards. */
  record Filter(String name, List<String> values) {
    /** Whether the value is one of those asked for. */
    boolean accepts(String value) {
      return values.stream().anyMatch(wanted -> wildcard(wanted).matcher(value).matches());
    }

    private static Pattern wildcard(String wanted) {
      StringBuilder regex = new StringBuilder();
      wanted
          .chars()
          .forEach(
              c ->
                  regex.append(
                      c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf((char) c))));
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
  }

  /** A page of a listing, and the token of the next where there is one. */
  record Page<T>(List<T> items, Optional<String> next) {}

  List<Filter> filters() {
    List<Filter> filters = new ArrayList<>();
    for (Parameters filter : call.parameters().structures("Filter")) {
      String name =
          filter.optional("Name").orElseThrow(() -> missing("Filter." + (filters.size() + 1)));
      filters.add(new Filter(name, filter.list("Value")));
    }
    return filters;
  }

  static AwsFault unknownFilter(String name) {
    return invalid("The filter '" + name + "' is invalid");
  }

  /** The instances named, all of which must exist. */
  List<Instance> instances() {
    List<String> ids = call.parameters().list("InstanceId");
    for (String id : ids) {
      if (!INSTANCE_ID.matcher(id).matches()) {
        throw new AwsFault(400, "InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
      }
    }
    List<Instance> found = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String id : ids) {
      call.account().instance(call.region(), id).ifPresentOrElse(found::add, () -> unknown.add(id));
    }
    if (!unknown.isEmpty()) {
      throw new AwsFault(
          400,
          "InvalidInstanceID.NotFound",
          unknown.size() == 1
              ? "The instance ID '" + unknown.get(0) + "' does not exist"
              : "The instance IDs '" + String.join(", ", unknown) + "' do not exist");
    }
    return found;
  }

  /** Ends an allowed dry run; to be called once everything was authorised. */
  void stopIfDryRun() {
    if (call.parameters().flag("DryRun")) {
      throw new AwsFault(
          412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
  }

  /** The page that MaxResults and NextToken ask for; the token is the key of the last item. */
  <T> Page<T> page(List<T> all, Function<T, String> key) {
    int size = maxResults();
    Optional<String> after = call.parameters().optional("NextToken").map(Ec2Parameters::opened);
    int start = 0;
    if (after.isPresent()) {
      List<String> keys = all.stream().map(key).toList();
      start = keys.indexOf(after.get()) + 1;
      if (start == 0) {
        throw badToken();
      }
    }
    List<T> items = all.subList(start, Math.min(all.size(), start + size));
    return new Page<>(
        items,
        start + size < all.size()
            ? Optional.of(sealed(key.apply(items.get(items.size() - 1))))
            : Optional.empty());
  }

  private int maxResults() {
    String text = call.parameters().optional("MaxResults").orElse(String.valueOf(MOST_RESULTS));
    if (!text.matches("[0-9]{1,9}")) {
      throw invalid("Value ( " + text + " ) for parameter maxResults is invalid.");
    }
    int size = Integer.parseInt(text);
    if (size < LEAST_RESULTS) {
      throw invalid(
          "Value ( "
              + text
              + " ) for parameter maxResults is invalid. Expecting a value greater"
              + " than or equal to "
              + LEAST_RESULTS
              + ".");
    }
    return Math.min(size, MOST_RESULTS);
  }

  static AwsFault invalid(String message) {
    return new AwsFault(400, "InvalidParameterValue", message);
  }

  static AwsFault missing(String parameter) {
    return new AwsFault(
        400, "MissingParameter", "The request must contain the parameter " + parameter);
  }

  private static AwsFault badToken() {
    return new AwsFault(400, "InvalidNextToken", "The token is not valid for this request.");
  }

  private static String sealed(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String opened(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notOurs) {
      throw badToken();
    }
  }
}
