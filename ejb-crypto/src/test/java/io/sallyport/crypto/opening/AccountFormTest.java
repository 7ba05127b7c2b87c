package io.sallyport.crypto.opening;

import static io.sallyport.crypto.opening.Opening.gateOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountFormTest {
  private static final SealingContext CONTEXT = Browser.newContext();
  private static final String CANONICAL = new String(CONTEXT.canonical(), UTF_8);

  @Test
  void aFormIsReadAsItWasFilledIn() throws Exception {
    AccountInformation read = read(Browser.form(CONTEXT, Browser.ACCOUNT) + " ".repeat(100));
    assertThat(read.account()).hasToString("123456789012");
    assertThat(read.note()).isEqualTo("canary: Zürich, 2nd floor");
    assertThat(read.toString()).doesNotContain("canary");
  }

  @Test
  void theOrderOfMembersMeansNothing() throws Exception {
    String turned =
        "{\"account\":%s,\"context\":{\"version\":1,\"tenant\":\"%s\",\"ticket\":\"%s\",\"schema\":\"account/1\",\"record\":\"%s\"}}"
            .formatted(
                Browser.ACCOUNT, CONTEXT.tenant(), CONTEXT.ticket().value(), CONTEXT.record());
    assertThat(read(turned).account()).hasToString("123456789012");
  }

  @Test
  void aFormOfAnotherContextIsRefused() {
    for (SealingContext other :
        List.of(
            Browser.newContext(),
            Browser.context(CONTEXT.tenant(), CONTEXT.record(), CONTEXT.version()),
            new SealingContext(
                TenantId.random(),
                CONTEXT.record(),
                1,
                SealingContext.ACCOUNT_FORM,
                CONTEXT.ticket()),
            new SealingContext(
                CONTEXT.tenant(),
                CONTEXT.record(),
                2,
                SealingContext.ACCOUNT_FORM,
                CONTEXT.ticket()))) {
      assertThat(gateOf(() -> read(Browser.form(other, Browser.ACCOUNT)))).isEqualTo(Gate.CONTEXT);
    }
  }

  @Test
  void aContextWithMoreOrLessInItIsRefused() {
    for (String changed :
        List.of(
            CANONICAL.replace("\"version\":1", "\"version\":1,\"x\":1"),
            CANONICAL.replace(",\"version\":1", ""),
            CANONICAL.replace("\"version\":1", "\"version\":\"1\""),
            CANONICAL.replace("\"version\":1", "\"version\":null"),
            CANONICAL.replace(CONTEXT.tenant().toString(), CONTEXT.tenant().toString() + " "),
            "{}")) {
      assertThat(changed).isNotEqualTo(CANONICAL);
      assertThat(gateOf(() -> read(form(changed, Browser.ACCOUNT)))).isEqualTo(Gate.CONTEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"canary\"", "1", "true"})
  void whatIsNoObjectIsRefused(String value) {
    assertBroken(form(value, Browser.ACCOUNT));
    assertBroken(form(CANONICAL, value));
    assertBroken(value);
  }

  @Test
  void aFormHasContextAndAccountAndNothingElse() {
    assertBroken("{\"context\":" + CANONICAL + "}");
    assertBroken("{\"account\":" + Browser.ACCOUNT + "}");
    assertBroken(form(CANONICAL, Browser.ACCOUNT).replaceFirst("\\{", "{\"x\":1,"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"accountId", "roleArn", "regions", "note"})
  void eachMemberOfAnAccountIsThereOnceUnderItsName(String member) {
    assertBroken(form(CANONICAL, Browser.ACCOUNT.replace(member, member + "x")));
    assertBroken(form(CANONICAL, Browser.ACCOUNT.replaceFirst("\\{", "{\"x\":1,")));
    assertBroken(
        form(CANONICAL, Browser.ACCOUNT.replaceFirst("\\{", "{\"" + member + "\":\"x\",")));
    for (String value : List.of("null", "17", "{}", "true")) {
      assertBroken(
          form(
              CANONICAL,
              Browser.ACCOUNT.replaceFirst(
                  "\"" + member + "\":(\"[^\"]*\"|\\[[^\\]]*\\])", "\"" + member + "\":" + value)));
    }
  }

  @Test
  void membersThatStandTwiceAreRefused() {
    String account = Browser.form(CONTEXT, Browser.ACCOUNT);
    assertBroken(account.replaceFirst("\\{", "{\"account\":" + Browser.ACCOUNT + ","));
    assertBroken(account.replaceFirst("\\{", "{\"context\":" + CANONICAL + ","));
    assertBroken(account.replace("\"version\":1", "\"version\":1,\"version\":1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345678901", "1234567890123", "12345678901x", " 123456789012"})
  void aWrongAccountIdIsRefused(String id) {
    assertBroken(form(CANONICAL, Browser.ACCOUNT.replace("\"123456789012\"", "\"" + id + "\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "role/x", "arn:aws:iam::123456789012:user/x", "arn:evil:iam::1:role/x"})
  void aWrongRoleIsRefused(String arn) {
    assertBroken(
        form(
            CANONICAL,
            Browser.ACCOUNT.replace("arn:aws:iam::123456789012:role/vendor/Sallyport", arn)));
  }

  @Test
  void oneToFortyRegionsAndNothingElse() throws Exception {
    String forty = String.join(",", Collections.nCopies(40, "\"eu-central-1\""));
    assertThat(read(form(CANONICAL, withRegions(forty))).regions()).hasSize(40);
    for (String regions :
        List.of(
            "",
            forty + ",\"eu-central-1\"",
            "\"eu-central-1\",null",
            "\"eu-central-1\",17",
            "\"eu-central-1.evil.example\"",
            "[\"eu-central-1\"]")) {
      assertBroken(form(CANONICAL, withRegions(regions)));
    }
  }

  @Test
  void aNoteLongerThanTwoThousandCharactersIsRefused() throws Exception {
    assertThat(read(form(CANONICAL, withNote("x".repeat(2_000)))).note()).hasSize(2_000);
    assertBroken(form(CANONICAL, withNote("x".repeat(2_001))));
  }

  @Test
  void whatFollowsTheFormIsSpacesAndNothingElse() {
    String form = Browser.form(CONTEXT, Browser.ACCOUNT);
    for (String more : List.of("x", form, " {}", "\u0000", "   canary", "//")) {
      assertBroken(form + more);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "canary", "\u0000", "{\"context\":"})
  void whatIsNoJsonIsRefused(String text) {
    assertBroken(text);
  }

  @Test
  void deepNestingIsRefusedLikeAnythingElse() {
    assertBroken("[".repeat(65_536));
    assertBroken("{\"context\":" + "{\"a\":".repeat(10_000));
    assertBroken(form("{\"a\":".repeat(500) + "1" + "}".repeat(500), "[]"), Gate.CONTEXT);
  }

  private static String withRegions(String regions) {
    return Browser.ACCOUNT.replace("\"eu-central-1\",\"us-gov-west-1\"", regions);
  }

  private static String withNote(String note) {
    return Browser.ACCOUNT.replace("canary: Zürich, 2nd floor", note);
  }

  private static String form(String context, String account) {
    return "{\"context\":" + context + ",\"account\":" + account + "}";
  }

  private static AccountInformation read(String text) throws OpeningFailure {
    return AccountForm.read(text.getBytes(UTF_8), CONTEXT);
  }

  private static void assertBroken(String text) {
    assertBroken(text, Gate.SCHEMA);
  }

  private static void assertBroken(String text, Gate gate) {
    assertThat(text).isNotEqualTo(Browser.form(CONTEXT, Browser.ACCOUNT));
    assertThat(gateOf(() -> read(text))).isEqualTo(gate);
  }
}
