package io.sallyport.api.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.identity.RoleArn;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.Capability;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgreedRoleTest {
  private static final ExternalId EXTERNAL_ID = ExternalId.random();
  private static final String US = "arn:aws:iam::900000000001:role/Sallyport";

  private final AgreedRole agreed =
      new AgreedRole(
          RoleArn.parse("arn:aws:iam::123456789012:role/ours/Renamed"),
          EXTERNAL_ID,
          AllowList.ofThisRelease()
              .permissions(
                  Set.of(
                      Capability.SEE_INSTANCES,
                      Capability.RUN_SPOT_INSTANCES,
                      Capability.WATCH_ROLE)));

  private static final String READS =
      """
      {"Effect": "Allow", "Action": ["sts:GetCallerIdentity", "ec2:describeInstances", "ec2:DescribeRegions",
        "ec2:DescribeSpotPriceHistory", "pricing:GetProducts"], "Resource": "*"}""";
  private static final String RUNS =
      """
      {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*",
        "Condition": {"StringEqualsIfExists": {"ec2:InstanceMarketType": "spot"}}},
      {"Effect": "Allow", "Action": "ec2:TerminateInstances", "Resource": "*",
        "Condition": {"StringEquals": {"ec2:InstanceMarketType": "spot"}}},
      {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
        "Condition": {"StringEquals": {"ec2:CreateAction": "RunInstances"}}}""";
  private static final String WATCHES =
      """
      {"Effect": "Allow", "Action": ["iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies",
        "iam:ListAttachedRolePolicies"], "Resource": "arn:aws:iam::*:role/SallyportAccess"}""";

  private static String policy(String... statements) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}";
  }

  private static String trust(String principal, String condition) {
    return policy(
        """
        {"Sid": "x", "Effect": "Allow", "Principal": %s,
          "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]%s}"""
            .formatted(principal, condition));
  }

  private static String aws(String principal) {
    return "{\"AWS\": \"" + principal + "\"}";
  }

  private static String externalId(String operator, String value) {
    return ", \"Condition\": {\"" + operator + "\": {\"sts:ExternalId\": " + value + "}}";
  }

  private static final String OURS = externalId("StringEquals", "\"" + EXTERNAL_ID + "\"");

  @Test
  void aRoleOfTheTemplateIsAsItWasAgreed() {
    assertThat(agreed.inTrust(trust(aws(US), OURS))).isEmpty();
    assertThat(agreed.inPolicies(Map.of("One", policy(READS, RUNS, WATCHES)))).isEmpty();
    // In several, on fewer resources, of another name, with more denied, or said once more.
    String itself = WATCHES.replace("SallyportAccess", "ours/Renamed");
    String narrower = READS.replace("\"*\"", "\"arn:aws:ec2:eu-central-1:*:*\"");
    String denied = "{\"Effect\": \"Deny\", \"Action\": \"iam:*\", \"Resource\": \"*\"}";
    assertThat(
            agreed.inPolicies(
                Map.of("One", policy(narrower, itself), "Two", policy(RUNS, denied, RUNS))))
        .isEmpty();
  }

  @Test
  void whoElseIsTrustedIsTold() {
    assertThat(agreed.inTrust(trust("\"*\"", OURS))).containsExactly("trusts everybody");
    assertThat(agreed.inTrust(trust(aws("*"), OURS))).containsExactly("trusts everybody");
    assertThat(agreed.inTrust(trust(aws("arn:aws:iam::900000000001:root"), OURS)))
        .containsExactly("trusts the account of arn:aws:iam::900000000001:root as a whole");
    assertThat(agreed.inTrust(trust(aws("900000000001"), OURS)))
        .containsExactly("trusts the account of 900000000001 as a whole");
    assertThat(agreed.inTrust(trust("{\"Service\": \"ec2.amazonaws.com\"}", OURS)))
        .containsExactly("trusts ec2.amazonaws.com, too");
    assertThat(
            agreed.inTrust(
                policy(
                    trust(aws(US), OURS).replaceFirst("(?s).*?\\[", "").replaceFirst("]}$", ""),
                    trust(aws(US + "2"), OURS)
                        .replaceFirst("(?s).*?\\[", "")
                        .replaceFirst("]}$", ""))))
        .containsExactly("trusts several: " + US + ", " + US + "2");
    assertThat(agreed.inTrust("{}")).containsExactly("has a trust policy that cannot be compared");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "StringEquals; [\"OURS\", \"another\"]",
        "StringEquals; \"another\"",
        "StringLike; \"OURS\"",
        "StringEqualsIfExists; \"OURS\"",
        "ForAnyValue:StringEquals; \"OURS\""
      })
  void whoNeedNotNameTheExternalIdIsToldWithoutIt(String operator, String value) {
    String condition = externalId(operator, value.replace("OURS", EXTERNAL_ID.toString()));
    assertThat(agreed.inTrust(trust(aws(US), condition)))
        .containsExactly("trusts somebody without, or not only with, your External ID");
    assertThat(agreed.inTrust(trust(aws(US), "")))
        .containsExactly("trusts somebody without, or not only with, your External ID");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"Action\": \"iam:*\"; allows iam:*",
        "\"Action\": [\"s3:PutObject\", \"*\"]; allows *, s3:PutObject",
        "\"Action\": \"ec2:Describe*\"; allows ec2:Describe*",
        "\"NotAction\": \"iam:*\"; allows everything but some actions",
        "\"Action\": \"ec2:RunInstances\"; allows ec2:RunInstances without the template's condition",
        "\"Action\": \"iam:GetRole\"; allows iam:GetRole on more than the role itself"
      })
  void whatIsAllowedBesidesIsTold(String actions, String told) {
    String more = "{\"Effect\": \"Allow\", " + actions + ", \"Resource\": \"*\"}";
    assertThat(agreed.inPolicies(Map.of("One", policy(READS, RUNS, WATCHES), "More", policy(more))))
        .containsExactly(told);
  }

  @Test
  void whatIsLackingIsToldAndWhatCannotBeRead() {
    assertThat(agreed.inPolicies(Map.of("One", policy(READS, WATCHES))))
        .containsExactly("does not allow ec2:CreateTags, ec2:RunInstances, ec2:TerminateInstances");
    assertThat(agreed.inPolicies(Map.of("One", policy(READS, RUNS, WATCHES), "Odd", "nonsense")))
        .containsExactly("has the policy Odd, which cannot be compared");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}], 'Statement': []}",
        "{'Statement': {'Effect': 'Allow', 'Action': '*', 'Action': 'sts:GetCallerIdentity', 'Resource': '*'}}",
        "{'Statement': {'Effect': 'allow', 'Action': '*', 'Resource': '*'}}",
        "{'Statement': {'Effect': 'Allow', 'action': '*', 'Resource': '*'}}",
        "{'Statement': 'Allow'}",
        "{}"
      })
  void whatCouldBeReadInTwoWaysCannotBeCompared(String policy) {
    assertThat(
            agreed.inPolicies(
                Map.of("One", policy(READS, RUNS, WATCHES), "Odd", policy.replace('\'', '"'))))
        .containsExactly("has the policy Odd, which cannot be compared");
  }

  @Test
  void theWidestIsToldFirstHoweverMuchThereIs() {
    String many =
        IntStream.range(0, 40)
            .mapToObj(each -> "\"access-analyzer:DoSomething" + each + "\"")
            .collect(Collectors.joining(", "));
    String more =
        "{\"Effect\": \"Allow\", \"Action\": ["
            + many
            + ", \"iam:CreateAccessKey\", \"iam:*\"], \"Resource\": \"*\"}";
    String told =
        AgreedRole.told(
            agreed.inPolicies(Map.of("One", policy(READS, RUNS, WATCHES), "More", policy(more))));
    assertThat(told)
        .startsWith("allows iam:*, iam:CreateAccessKey, access-analyzer:DoSomething0, ")
        .matches(".* and [0-9]+ more")
        .hasSizeLessThanOrEqualTo(CheckResult.LONGEST_SUBJECT);
    assertThat(told.split(", ").length + Integer.parseInt(told.replaceAll(".* and | more", "")))
        .isEqualTo(42);
  }

  @Test
  void manyDifferencesAreToldInShort() {
    assertThat(AgreedRole.told(List.of("has one", "has another")))
        .isEqualTo("has one; has another");
    assertThat(AgreedRole.told(Collections.nCopies(20, "x".repeat(400))))
        .endsWith("; and 18 more")
        .hasSizeLessThanOrEqualTo(CheckResult.LONGEST_SUBJECT);
    assertThat(AgreedRole.told(Collections.nCopies(100, "x".repeat(11))))
        .hasSizeLessThanOrEqualTo(CheckResult.LONGEST_SUBJECT);
  }
}
