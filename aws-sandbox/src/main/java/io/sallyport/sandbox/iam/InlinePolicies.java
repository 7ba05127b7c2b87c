package io.sallyport.sandbox.iam;

import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.policy.PolicyDocument;
import io.sallyport.sandbox.policy.PolicyKind;
import io.sallyport.sandbox.policy.RequestFacts;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.UrlText;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The inline policies of one kind of holder, users or roles: put, get, list, delete.
 *
 * @param kind {@code Role} or {@code User}, as it stands in the names of operations
 * @param find finds the holder that the call names, or refuses
 */
record InlinePolicies(String kind, int largest, BiFunction<Call, String, Holder> find) {

  /** A user or role as far as its policies go. */
  record Holder(
      String name,
      String arn,
      RequestFacts facts,
      Map<String, PolicyDocument> policies,
      Consumer<Map<String, PolicyDocument>> keep) {}

  Map<String, Operation> operations() {
    return Map.of(
        "Put" + kind + "Policy", this::put,
        "Get" + kind + "Policy", this::get,
        "List" + kind + "Policies", this::list,
        "Delete" + kind + "Policy", this::delete);
  }

  private Answer put(Call call) {
    Holder holder = holder(call);
    IamParameters parameters = new IamParameters(call.parameters());
    Map<String, PolicyDocument> policies = new TreeMap<>(holder.policies());
    policies.put(
        parameters.policyName(), parameters.document("PolicyDocument", PolicyKind.IDENTITY));
    int size =
        policies.values().stream().mapToInt(p -> p.text().replaceAll("\\s", "").length()).sum();
    if (size > largest) {
      throw new AwsFault(
          409,
          "LimitExceeded",
          "Maximum policy size of "
              + largest
              + " bytes exceeded for "
              + kind.toLowerCase(Locale.ROOT)
              + " "
              + holder.name());
    }
    keep(call, holder, policies);
    return Answer.done();
  }

  private Answer get(Call call) {
    Holder holder = holder(call);
    String name = new IamParameters(call.parameters()).policyName();
    PolicyDocument policy = existing(holder, name);
    return Answer.of(
        xml ->
            xml.text(kind + "Name", holder.name())
                .text("PolicyName", name)
                .text("PolicyDocument", UrlText.encode(policy.text())));
  }

  private Answer list(Call call) {
    Holder holder = holder(call);
    IamParameters.Page<String> page =
        new IamParameters(call.parameters())
            .page(new ArrayList<>(holder.policies().keySet()), name -> name);
    return Answer.of(
        xml -> {
          xml.inside("PolicyNames", () -> page.items().forEach(n -> xml.text("member", n)));
          xml.text("IsTruncated", page.next().isPresent());
          page.next().ifPresent(marker -> xml.text("Marker", marker));
        });
  }

  private Answer delete(Call call) {
    Holder holder = holder(call);
    String name = new IamParameters(call.parameters()).policyName();
    existing(holder, name);
    Map<String, PolicyDocument> policies = new TreeMap<>(holder.policies());
    policies.remove(name);
    keep(call, holder, policies);
    return Answer.done();
  }

  private Holder holder(Call call) {
    Holder holder = find.apply(call, new IamParameters(call.parameters()).name(kind + "Name"));
    call.require(holder.arn(), holder.facts());
    return holder;
  }

  private PolicyDocument existing(Holder holder, String name) {
    PolicyDocument policy = holder.policies().get(name);
    if (policy == null) {
      throw new AwsFault(
          404,
          "NoSuchEntity",
          "The "
              + kind.toLowerCase(Locale.ROOT)
              + " policy with name "
              + name
              + " cannot be found.");
    }
    return policy;
  }

  private static void keep(Call call, Holder holder, Map<String, PolicyDocument> policies) {
    holder.keep().accept(policies);
    call.cloud().markChanged();
  }
}
