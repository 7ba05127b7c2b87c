package io.sallyport.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.envelope.SealingTicket;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.identity.AwsAccountId;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.identity.RegionName;
import io.sallyport.contract.identity.RoleArn;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.CrossAccountRole;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @Test
  void aRoleArnReadsBackAsItWasWritten() {
    for (String text :
        List.of(
            "arn:aws:iam::123456789012:role/Sallyport",
            "arn:aws-us-gov:iam::123456789012:role/vendor/team/Sallyport",
            "arn:aws-cn:iam::123456789012:role/a+b=c,d.e@f-g")) {
      assertThat(RoleArn.parse(text)).hasToString(text);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "arn:aws:iam::12345678901:role/x",
        "arn:aws:iam::123456789012:user/x",
        "arn:evil:iam::123456789012:role/x",
        "arn:aws:iam::123456789012:role/",
        "arn:aws:iam::123456789012:role/x\n",
        " arn:aws:iam::123456789012:role/x",
        "arn:aws:iam::１２３４５６７８９０１２:role/x"
      })
  void anythingButARoleArnIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> RoleArn.parse(text));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "12345678901", "1234567890123", "12345678901a", "１２３４５６７８９０１２"})
  void anAccountIdIsTwelveDigits(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new AwsAccountId(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-central-1", "us-gov-west-1", "cn-north-1", "ap-southeast-5"})
  void aRegionHasARegionsForm(String text) {
    assertThat(new RegionName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EU-central-1", "eu", "eu-central-1.evil.example", "eu-central-1/"})
  void whatCouldChangeAnEndpointIsNoRegion(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new RegionName(text));
  }

  @Test
  void onlyAVersion4UuidIsAnExternalId() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExternalId(UUID.fromString("c232ab00-9414-11ec-b3c8-9f6bdeced846")));
    assertThat(ExternalId.random().value().version()).isEqualTo(4);
  }

  @Test
  void aUuidHasOneSpellingOnly() {
    assertThatIllegalArgumentException().isThrownBy(() -> TenantId.parse("1-1-1-1-1"));
  }

  @Test
  void theSealingContextIsCanonicalJson() {
    SealingContext context =
        new SealingContext(
            TenantId.parse("6f0c2a52-64fb-4d57-9d0d-0c5e1a37f0a1"),
            ConnectionId.parse("2a0f6f0e-9d3f-4b0c-8f5e-6d1b1f0a9c11"),
            3,
            SealingContext.ACCOUNT_FORM,
            new SealingTicket("AAAAAAAAAAAAAAAAAAAAAA"));
    assertThat(new String(context.canonical(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"record\":\"2a0f6f0e-9d3f-4b0c-8f5e-6d1b1f0a9c11\",\"schema\":\"account/1\","
                + "\"tenant\":\"6f0c2a52-64fb-4d57-9d0d-0c5e1a37f0a1\","
                + "\"ticket\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"version\":3}");
    assertThat(context.ctx()).hasSize(43);
  }

  @Test
  void ticketsAndAccountInformationDoNotShowThemselves() {
    SealingTicket ticket = SealingTicket.issue(new SecureRandom());
    assertThat(ticket.toString()).doesNotContain(ticket.value());
    AccountInformation information =
        new CrossAccountRole(
            new AwsAccountId("123456789012"),
            RoleArn.parse("arn:aws:iam::123456789012:role/x"),
            List.of(new RegionName("eu-central-1")),
            "canary");
    assertThat(information.toString()).doesNotContain("canary", "123456789012");
  }

  @Test
  void everyErrorHasItsOwnCode() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code))
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("SP-[A-Z0-9-]+"));
  }
}
