package io.sallyport.sandbox.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEngineTest {
  private static final RequestFacts FACTS =
      RequestFacts.none()
          .with("sts:ExternalId", "Tenant-7")
          .with("aws:username", "alice")
          .with("aws:PrincipalArn", "arn:aws:iam::111111111111:role/team/node")
          .with("aws:TagKeys", "project", "owner")
          .with("aws:PrincipalTag/group", "*")
          .with("aws:MultiFactorAuthAge", "300")
          .with("aws:CurrentTime", "2026-11-23T12:00:00Z")
          .with("aws:SourceIp", "203.0.113.77")
          .with("aws:SecureTransport", "true");

  /** The condition, and whether a statement with it applies to the facts above. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'StringEquals':{'sts:ExternalId':'Tenant-7'} | true",
        "'StringEquals':{'sts:externalid':'Tenant-7'} | true",
        "'StringEquals':{'sts:ExternalId':'tenant-7'} | false",
        "'StringEquals':{'sts:ExternalId':['a','Tenant-7']} | true",
        "'StringEquals':{'sts:ExternalId':'Tenant-*'} | false",
        "'StringEquals':{'sts:Absent':'x'} | false",
        "'StringEqualsIfExists':{'sts:Absent':'x'} | true",
        "'StringEqualsIfExists':{'sts:ExternalId':'x'} | false",
        "'StringNotEquals':{'sts:ExternalId':'x'} | true",
        "'StringNotEquals':{'sts:ExternalId':['x','Tenant-7']} | false",
        "'StringNotEquals':{'sts:Absent':'x'} | true",
        "'StringEqualsIgnoreCase':{'sts:ExternalId':'tenant-7'} | true",
        "'StringNotEqualsIgnoreCase':{'sts:ExternalId':'tenant-7'} | false",
        "'StringLike':{'sts:ExternalId':'Ten?nt-*'} | true",
        "'StringLike':{'sts:ExternalId':'ten*'} | false",
        "'StringNotLike':{'sts:ExternalId':'T*'} | false",
        "'StringNotLike':{'sts:ExternalId':'t*'} | true",
        "'StringEquals':{'aws:username':'${aws:username}'} | true",
        "'StringEquals':{'aws:username':'${aws:absent}'} | false",
        "'StringEquals':{'aws:username':'${aws:absent, 'alice'}'} | true",
        "'StringLike':{'sts:ExternalId':'${aws:PrincipalTag/group}'} | false",
        "'StringLike':{'sts:ExternalId':'Tenant${*}'} | false",
        "'ForAnyValue:StringEquals':{'aws:TagKeys':['owner','x']} | true",
        "'ForAnyValue:StringEquals':{'aws:TagKeys':'x'} | false",
        "'ForAnyValue:StringEquals':{'aws:Absent':'x'} | false",
        "'ForAnyValue:StringNotEquals':{'aws:TagKeys':'owner'} | true",
        "'ForAllValues:StringEquals':{'aws:TagKeys':['owner','project','x']} | true",
        "'ForAllValues:StringEquals':{'aws:TagKeys':['owner']} | false",
        "'ForAllValues:StringEquals':{'aws:Absent':'x'} | true",
        "'ForAllValues:StringLike':{'aws:TagKeys':['o*','p*']} | true",
        "'Null':{'sts:ExternalId':'true'} | false",
        "'Null':{'sts:ExternalId':'false'} | true",
        "'Null':{'sts:Absent':'true'} | true",
        "'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/team/*'} | true",
        "'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::111111111111:role/*'} | true",
        "'ArnLike':{'aws:PrincipalArn':'arn:aws:*:role/team/node'} | false",
        "'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/*'} | true",
        "'ArnNotEquals':{'aws:PrincipalArn':'arn:aws:iam::*:role/*'} | false",
        "'Bool':{'aws:SecureTransport':true} | true",
        "'Bool':{'aws:SecureTransport':'false'} | false",
        "'BoolIfExists':{'aws:Absent':'true'} | true",
        "'NumericLessThan':{'aws:MultiFactorAuthAge':'301'} | true",
        "'NumericGreaterThanEquals':{'aws:MultiFactorAuthAge':300} | true",
        "'NumericEquals':{'aws:MultiFactorAuthAge':'300.0'} | true",
        "'NumericNotEquals':{'aws:MultiFactorAuthAge':'300'} | false",
        "'DateLessThan':{'aws:CurrentTime':'2026-11-24T00:00:00Z'} | true",
        "'DateGreaterThan':{'aws:CurrentTime':'2026-11-24'} | false",
        "'DateGreaterThanEquals':{'aws:CurrentTime':'2026-11-23T12:00:00Z'} | true",
        "'IpAddress':{'aws:SourceIp':'203.0.113.0/24'} | true",
        "'IpAddress':{'aws:SourceIp':'198.51.100.0/24'} | false",
        "'NotIpAddress':{'aws:SourceIp':['203.0.113.0/24','10.0.0.0/8']} | false",
        "'StringEquals':{'sts:ExternalId':'Tenant-7','aws:username':'bob'} | false",
        "'StringEquals':{'sts:ExternalId':'Tenant-7'},'Null':{'aws:username':'true'} | false",
      })
  void aConditionHoldsOrNot(String condition, boolean holds) {
    PolicyDocument policy =
        identity("'Effect':'Allow','Action':'a:B','Resource':'*','Condition':{" + condition + "}");
    assertThat(policy.decide(new PolicyQuestion("a:B", "*", FACTS)).allows()).isEqualTo(holds);
  }

  /** Action and resource of a statement, of a request, and whether it applies. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Action':'*','Resource':'*' | ec2:RunInstances | * | true",
        "'Action':'ec2:run*','Resource':'*' | ec2:RunInstances | * | true",
        "'Action':['a:b','ec2:?unInstances'],'Resource':'*' | ec2:RunInstances | * | true",
        "'NotAction':'ec2:*','Resource':'*' | ec2:RunInstances | * | false",
        "'NotAction':'iam:*','Resource':'*' | ec2:RunInstances | * | true",
        "'Action':'a:B','Resource':'arn:aws:iam::1:role/x-*' | a:B | arn:aws:iam::1:role/x-1 | true",
        "'Action':'a:B','Resource':'arn:aws:iam::1:role/X-*' | a:B | arn:aws:iam::1:role/x-1 | false",
        "'Action':'a:B','NotResource':'arn:aws:iam::1:role/x' | a:B | arn:aws:iam::1:role/y | true",
        "'Action':'a:B','NotResource':'arn:aws:iam::1:role/*' | a:B | arn:aws:iam::1:role/y | false",
        "'Action':'a:B','Resource':'arn:aws:iam::1:user/${aws:username}' | a:B | arn:aws:iam::1:user/alice | true",
        "'Action':'a:B','Resource':'arn:aws:iam::1:user/${aws:absent}' | a:B | arn:aws:iam::1:user/alice | false",
      })
  void actionsAndResourcesMatchOrNot(String elements, String action, String on, boolean matches) {
    PolicyDocument policy = identity("'Effect':'Allow'," + elements);
    assertThat(policy.decide(new PolicyQuestion(action, on, FACTS)).allows()).isEqualTo(matches);
  }

  @Test
  void aDenyWinsWhereverItStands() {
    PolicyDocument policy =
        identity(
            "'Effect':'Deny','Action':'ec2:Stop*','Resource':'*'",
            "'Effect':'Allow','Action':'ec2:*','Resource':'*'");
    assertThat(policy.decide(question("ec2:StopInstances"))).isEqualTo(Decision.EXPLICIT_DENY);
    assertThat(policy.decide(question("ec2:StartInstances"))).isEqualTo(Decision.ALLOW);
    assertThat(policy.decide(question("iam:GetRole"))).isEqualTo(Decision.IMPLICIT_DENY);
  }

  /** A principal element, and what it says to a session of role r of account 1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Principal':'*' | CALLER_TRUSTED",
        "'Principal':{'AWS':'*'} | CALLER_TRUSTED",
        "'Principal':{'AWS':'111111111111'} | ACCOUNT_TRUSTED",
        "'Principal':{'AWS':'arn:aws:iam::111111111111:root'} | ACCOUNT_TRUSTED",
        "'Principal':{'AWS':['222222222222','111111111111']} | ACCOUNT_TRUSTED",
        "'Principal':{'AWS':'222222222222'} | NOT_TRUSTED",
        "'Principal':{'AWS':'arn:aws:iam::111111111111:role/r'} | CALLER_TRUSTED",
        "'Principal':{'AWS':'arn:aws:iam::111111111111:user/r'} | NOT_TRUSTED",
        "'Principal':{'AWS':'arn:aws:sts::111111111111:assumed-role/r/s'} | CALLER_TRUSTED",
        "'Principal':{'AWS':'arn:aws:sts::111111111111:assumed-role/r/t'} | NOT_TRUSTED",
        "'Principal':{'Service':'ecs-tasks.amazonaws.com'} | NOT_TRUSTED",
        "'NotPrincipal':{'AWS':'222222222222'} | CALLER_TRUSTED",
        "'NotPrincipal':{'AWS':'111111111111'} | NOT_TRUSTED",
        "'NotPrincipal':{'AWS':'arn:aws:iam::111111111111:role/r'} | NOT_TRUSTED",
      })
  void aTrustPolicyNamesTheCallerOrNot(String principal, TrustDecision expected) {
    assertThat(trust("'Effect':'Allow'," + principal)).isEqualTo(expected);
  }

  /** A denying principal element, and whether the same session is still let in. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Principal':{'AWS':'111111111111'} | false",
        "'Principal':{'AWS':'222222222222'} | true",
        "'NotPrincipal':{'AWS':'111111111111'} | false",
        "'NotPrincipal':{'AWS':['111111111111','arn:aws:iam::111111111111:role/r']} | false",
        "'NotPrincipal':{'AWS':['111111111111','arn:aws:iam::111111111111:role/r','arn:aws:sts::111111111111:assumed-role/r/s']} | true",
      })
  void aDenyForAllButSomeSparesOnlyWhoIsNamedCompletely(String principal, boolean letIn) {
    TrustDecision decision =
        trust("'Effect':'Allow','Principal':'*'", "'Effect':'Deny'," + principal);
    assertThat(decision).isEqualTo(letIn ? TrustDecision.CALLER_TRUSTED : TrustDecision.DENIED);
  }

  @Test
  void theOldVersionHasNoVariables() {
    PolicyDocument policy =
        PolicyDocument.parse(
            json(
                "{'Version':'2008-10-17','Statement':{'Effect':'Allow','Action':'a:B',"
                    + "'Resource':'arn:aws:iam::1:user/${aws:username}'}}"),
            PolicyKind.IDENTITY);
    assertThat(policy.decide(new PolicyQuestion("a:B", "arn:aws:iam::1:user/alice", FACTS)))
        .isEqualTo(Decision.IMPLICIT_DENY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "StringEqual",
        "ForAnyValue:",
        "ForAllValue:StringEquals",
        "NullIfExists",
        "Regex",
        "''",
      })
  void operatorsThatDoNotExistAreRefused(String operator) {
    assertThatThrownBy(
            () ->
                identity(
                    "'Effect':'Allow','Action':'a:B','Resource':'*','Condition':{'"
                        + operator
                        + "':{'aws:username':'true'}}"))
        .isInstanceOf(MalformedPolicyException.class)
        .hasMessageContaining("Invalid Condition type : " + operator);
  }

  @Test
  void wildcardsInHostileNumbersDoNotTakeLong() {
    assertThat(Glob.of("*a".repeat(200) + "b").matches("a".repeat(2000))).isFalse();
  }

  private static TrustDecision trust(String... statements) {
    String[] whole =
        Arrays.stream(statements).map(s -> s + ",'Action':'sts:AssumeRole'").toArray(String[]::new);
    PrincipalChain session =
        new PrincipalChain(
            "111111111111",
            List.of(
                "arn:aws:iam::111111111111:role/r", "arn:aws:sts::111111111111:assumed-role/r/s"));
    return PolicyDocument.parse(document(whole), PolicyKind.TRUST)
        .trusts(session, question("sts:AssumeRole"));
  }

  private static PolicyQuestion question(String action) {
    return new PolicyQuestion(action, "*", FACTS);
  }

  private static PolicyDocument identity(String... statements) {
    return PolicyDocument.parse(document(statements), PolicyKind.IDENTITY);
  }

  private static String document(String... statements) {
    return json("{'Version':'2012-10-17','Statement':[{" + String.join("},{", statements) + "}]}");
  }

  /** Single quotes stand for double ones, except around the default of a variable. */
  private static String json(String text) {
    return text.replace("'alice'}'", "\u0001alice\u0001}'")
        .replace('\'', '"')
        .replace('\u0001', '\'');
  }
}
