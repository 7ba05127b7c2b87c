package io.sallyport.api.verification;

import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.identity.RoleArn;
import io.sallyport.contract.request.Permission;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.policybuilder.iam.IamCondition;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamResource;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * The role that a customer agreed to, to be compared with the one that there is. Denying more than
 * was agreed, and allowing it on fewer resources, is the customer's own business and no difference.
 * No difference names an External ID.
 *
 * @param role the one that there is
 * @param externalId the company's
 * @param permissions every one that was agreed
 */
record AgreedRole(RoleArn role, ExternalId externalId, List<Permission> permissions) {
  private static final int LONGEST = 240;
  private static final String ALLOWS = "allows ";
  private static final Pattern OF_IDENTITY = Pattern.compile("(?i)(iam|sts|organizations):.*");
  private static final Set<String> POLICY = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final Set<String> EFFECTS = Set.of("Allow", "Deny");
  private static final JsonReaderFactory STRICT =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
  private static final String ASSUME_ROLE = "sts:AssumeRole";
  private static final String EXTERNAL_ID = "sts:ExternalId";
  private static final String STRING_EQUALS = "StringEquals";
  private static final Pattern WHOLE_ACCOUNT = Pattern.compile("[0-9]{12}|arn:.*:root");

  AgreedRole {
    permissions = List.copyOf(permissions);
  }

  /** The differences as a sentence's end: as many as {@link CheckResult} holds. */
  static String told(List<String> differences) {
    return joined(
        differences.stream().map(AgreedRole::shortened).toList(),
        "; ",
        "; and %d more",
        CheckResult.LONGEST_SUBJECT);
  }

  /** As many as there is room for, the first in any case; the rest is counted. */
  private static String joined(List<String> texts, String between, String more, int most) {
    StringBuilder told = new StringBuilder();
    for (int each = 0; each < texts.size(); each++) {
      String next = (each == 0 ? "" : between) + texts.get(each);
      String rest = more.formatted(texts.size() - each);
      if (each > 0 && told.length() + next.length() + rest.length() > most) {
        return told.append(rest).toString();
      }
      told.append(next);
    }
    return told.toString();
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "\u2026" : text;
  }

  /** What differs in whom the role trusts. */
  List<String> inTrust(String document) {
    Optional<IamPolicy> policy = read(document);
    if (policy.isEmpty()) {
      return List.of("has a trust policy that cannot be compared");
    }
    List<String> differences = new ArrayList<>();
    SortedSet<String> trusted = new TreeSet<>();
    for (IamStatement statement : allowing(policy.get())) {
      if (!statement.notPrincipals().isEmpty() || !statement.notActions().isEmpty()) {
        differences.add("trusts everybody but some");
      }
      for (IamPrincipal each : statement.principals()) {
        if (each.id().equals("*")) {
          differences.add("trusts everybody");
        } else if (!IamPrincipalType.AWS.equals(each.type())) {
          differences.add("trusts " + each.id() + ", too");
        } else {
          trusted.add(each.id());
        }
      }
      if (allows(statement, ASSUME_ROLE) && !namesOurExternalId(statement)) {
        differences.add("trusts somebody without, or not only with, your External ID");
      }
    }
    trusted.stream()
        .filter(each -> WHOLE_ACCOUNT.matcher(each).matches())
        .forEach(each -> differences.add("trusts the account of " + each + " as a whole"));
    if (trusted.size() > 1) {
      // We are one of them: it let us in.
      differences.add("trusts several: " + String.join(", ", trusted));
    }
    return differences.stream().distinct().toList();
  }

  private boolean namesOurExternalId(IamStatement statement) {
    return holds(statement, STRING_EQUALS, EXTERNAL_ID, externalId.toString());
  }

  /** Whether a statement is bound by exactly that condition, others besides or not. */
  private static boolean holds(IamStatement statement, String operator, String key, String value) {
    List<IamCondition> same =
        statement.conditions().stream()
            .filter(each -> each.operator().value().equalsIgnoreCase(operator))
            .filter(each -> each.key().value().equalsIgnoreCase(key))
            .toList();
    return same.size() == 1 && same.get(0).value().equals(value);
  }

  /**
   * What differs in what the role's own policies allow.
   *
   * @param documents by name
   */
  List<String> inPolicies(Map<String, String> documents) {
    Map<String, Permission> agreed = new TreeMap<>();
    permissions.forEach(each -> agreed.put(lower(each.action()), each));
    List<String> differences = new ArrayList<>();
    SortedSet<String> more = new TreeSet<>();
    List<IamStatement> every = new ArrayList<>();
    new TreeMap<>(documents)
        .forEach(
            (name, document) ->
                read(document)
                    .ifPresentOrElse(
                        policy -> every.addAll(allowing(policy)),
                        () ->
                            differences.add(
                                "has the policy " + name + ", which cannot be compared")));
    for (IamStatement statement : every) {
      if (!statement.notActions().isEmpty()) {
        differences.add("allows everything but some actions");
      }
      statement
          .actions()
          .forEach(
              action ->
                  beyond(action.value(), agreed.get(lower(action.value())), statement)
                      .ifPresent(more::add));
    }
    if (!more.isEmpty()) {
      differences.add(ALLOWS + widestFirst(more));
    }
    String lacking =
        permissions.stream()
            .map(Permission::action)
            .filter(action -> every.stream().noneMatch(each -> allows(each, action)))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (!lacking.isEmpty()) {
      differences.add("does not allow " + lacking);
    }
    return differences.stream().distinct().toList();
  }

  /** What lets in most before the rest, as far as there is room; the rest is counted. */
  private static String widestFirst(SortedSet<String> actions) {
    List<String> all =
        actions.stream()
            .sorted(
                Comparator.comparing((String action) -> !action.contains("*"))
                    .thenComparing(action -> !OF_IDENTITY.matcher(action).matches()))
            .toList();
    return joined(all, ", ", " and %d more", LONGEST - ALLOWS.length());
  }

  /** What of an allowed action goes beyond what was agreed. */
  private Optional<String> beyond(String action, Permission agreed, IamStatement statement) {
    if (agreed == null) {
      return Optional.of(action);
    }
    Permission.Terms terms = agreed.terms();
    if (terms
        .condition()
        .filter(only -> !holds(statement, only.operator(), only.key(), only.value()))
        .isPresent()) {
      return Optional.of(action + " without the template's condition");
    }
    boolean elsewhere =
        terms.within().isPresent()
            && (!statement.notResources().isEmpty()
                || !statement.resources().stream()
                    .map(IamResource::value)
                    .allMatch(within(terms)::contains));
    return elsewhere ? Optional.of(action + " on more than the role itself") : Optional.empty();
  }

  /** The template's role, or this one, should it have another name. */
  private Set<String> within(Permission.Terms terms) {
    return new HashSet<>(
        List.of(
            terms.resource(role.partition()),
            role.toString(),
            role.toString().replace(":" + role.account() + ":", ":*:")));
  }

  private static boolean allows(IamStatement statement, String action) {
    return statement.actions().stream().anyMatch(each -> matches(each.value(), action))
        || (!statement.notActions().isEmpty()
            && statement.notActions().stream().noneMatch(each -> matches(each.value(), action)));
  }

  /** IAM's wildcards: any characters, or any one. */
  private static boolean matches(String pattern, String action) {
    String expression =
        Stream.of(lower(pattern).split("(?<=[*?])|(?=[*?])"))
            .map(
                part ->
                    switch (part) {
                      case "*" -> ".*";
                      case "?" -> ".";
                      default -> Pattern.quote(part);
                    })
            .collect(Collectors.joining());
    return Pattern.matches(expression, lower(action));
  }

  private static String lower(String action) {
    return action.toLowerCase(Locale.ROOT);
  }

  private static Collection<IamStatement> allowing(IamPolicy policy) {
    return policy.statements().stream()
        .filter(each -> IamEffect.ALLOW.equals(each.effect()))
        .toList();
  }

  /**
   * Empty for what is no policy, or could be read in two ways: twice the same name, or one that is
   * none of a policy's, of which the reader would take one and AWS perhaps the other.
   */
  private static Optional<IamPolicy> read(String document) {
    try (JsonReader reader = STRICT.createReader(new StringReader(document))) {
      JsonObject policy = reader.readObject();
      requireKnown(policy, POLICY);
      JsonValue statements = policy.get("Statement");
      List<JsonValue> all = statements instanceof JsonArray some ? some : List.of(statements);
      for (JsonValue each : all) {
        requireKnown(each.asJsonObject(), STATEMENT);
        if (!EFFECTS.contains(each.asJsonObject().getString("Effect"))) {
          return Optional.empty();
        }
      }
      return Optional.of(IamPolicy.fromJson(document));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static void requireKnown(JsonObject object, Set<String> names) {
    if (!names.containsAll(object.keySet())) {
      throw new IllegalArgumentException("another name than " + names);
    }
  }
}
