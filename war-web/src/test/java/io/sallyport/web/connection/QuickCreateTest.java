package io.sallyport.web.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.request.Capability;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuickCreateTest {
  private static final ExternalId ID = ExternalId.random();

  private static QuickCreate at(String partition, String url) {
    return new QuickCreate(
        new RoleTemplate("arn:" + partition + ":iam::900000000001:role/Gate"),
        Optional.ofNullable(url));
  }

  @ParameterizedTest
  @CsvSource({
    "aws, https://console.aws.amazon.com/",
    "aws-us-gov, https://console.amazonaws-us-gov.com/",
    "aws-cn, https://console.amazonaws.cn/"
  })
  void theLinkIsOfThePartitionsConsoleAndFillsEverythingIn(String partition, String console) {
    assertThat(
            at(partition, "https://bucket.s3.eu-central-1.amazonaws.com/role.json")
                .link(ID, Set.of(Capability.SEE_METRICS)))
        .hasValueSatisfying(
            link ->
                assertThat(link)
                    .startsWith(console + "cloudformation/home#/stacks/create/review?")
                    .contains("templateURL=https%3A%2F%2Fbucket.s3.eu-central-1.amazonaws.com%2F")
                    .contains("&param_ExternalId=" + ID)
                    .contains("&param_SeeMetrics=yes", "&param_RunSpotInstances=no"));
  }

  @Test
  void withoutAPublishedTemplateThereIsNone() {
    assertThat(at("aws", null).link(ID, Set.of())).isEmpty();
    assertThat(at("aws", " ").link(ID, Set.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://bucket.s3.amazonaws.com/role.json",
        "https://example.com/role.json",
        "https://amazonaws.com.example.com/role.json",
        "javascript:alert(1)"
      })
  void anotherPlaceThanS3IsRefusedAtStart(String url) {
    assertThatThrownBy(() -> at("aws", url))
        .hasMessageContaining("sallyport.quick-create.template-url");
  }

  @Test
  void theScriptForAnOrganizationIsOneThatAShellReadsAndOfItsPartition() throws Exception {
    String script =
        new RoleTemplate("arn:aws-us-gov:iam::900000000001:role/Gate")
            .stackSet(ID, Capability.usual());
    assertThat(script).contains("AWS_REGION=us-gov-west-1", ID.toString());
    Process shell = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
    shell.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
    shell.getOutputStream().close();
    String told = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(told).isZero();
    assertThatThrownBy(
            () ->
                new RoleTemplate("arn:aws-cn:iam::900000000001:role/Gate")
                    .stackSet(ID, Capability.usual()))
        .hasMessageContaining("SP-NOT-FOUND");
  }
}
