package io.sallyport.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedOperationTest {
  private static final AllowList LIST = AllowList.ofThisRelease();
  private static final Map<String, String> FORM =
      Map.of("content-type", "application/x-www-form-urlencoded; charset=utf-8");

  private static WantedOperation wanted(
      String service, String path, String query, Map<String, String> headers, String body) {
    Map<String, List<String>> all = new HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return WantedOperation.of(
        LIST,
        new WireRequest(
            "POST",
            path,
            query,
            all,
            Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)),
            service));
  }

  private static void malformed(
      String service, String path, String query, Map<String, String> headers, String body) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> wanted(service, path, query, headers, body))
        .satisfies(e -> assertThat(e.problem().errorCode()).isEqualTo(ErrorCode.REQUEST_MALFORMED));
  }

  @Test
  void aFormNamesItByItsActionAndADryRunChangesNothing() {
    assertThat(wanted("ec2", "/", "", FORM, "Action=DescribeInstances").operation().name())
        .isEqualTo("DescribeInstances");
    assertThat(wanted("ec2", "/", "Action=DescribeRegions", Map.of(), "").write()).isFalse();
    assertThat(wanted("ec2", "/", "", FORM, "Action=RunInstances").write()).isTrue();
    assertThat(wanted("ec2", "/", "", FORM, "Action=RunInstances&DryRun=true").write()).isFalse();
    assertThat(wanted("ec2", "/", "", FORM, "Action=RunInstances&DryRun=TRUE").write()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Action=DescribeInstances&Action=RunInstances",
        "Action=RunInstances&DryRun=true&DryRun=false",
        "Action=RunInstances&DryRun=true&Dry%52un=false"
      })
  void whatStandsThereTwiceIsRefused(String form) {
    malformed("ec2", "/", "", FORM, form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Action=RunInstances&ClientToken=abc;DryRun=true",
        "Action=RunInstances&TagSpecification.1.Tag.1.Value=x;DryRun=true",
        "Action=RunInstances& DryRun=true",
        "Action=RunInstances&DryRun =true",
        "Action=RunInstances&DryRun=true\t",
        "Action=RunInstances&ClientToken=a\nDryRun=true"
      })
  void whatReadersOfFormsDifferAboutIsRefused(String form) {
    malformed("ec2", "/", "", FORM, form);
    malformed("ec2", "/", form, Map.of(), "");
  }

  @Test
  void whatIsWrittenAsToolsDoIsRead() {
    assertThat(
            wanted("ec2", "/", "", FORM, "Action=RunInstances&ClientToken=a%3BDryRun%3Dtrue+b")
                .write())
        .isTrue();
  }

  @Test
  void whatAwsMightReadInAnotherWayIsRefused() {
    malformed("ec2", "/", "Action=RunInstances", FORM, "Action=DescribeInstances");
    malformed("ec2", "/x", "", FORM, "Action=DescribeInstances");
    malformed("ec2", "/", "", Map.of("content-type", "text/plain"), "Action=DescribeInstances");
    Map<String, String> target = new HashMap<>(FORM);
    target.put("x-amz-target", "X.DescribeInstances");
    malformed("ec2", "/", "", target, "Action=RunInstances");
    malformed(
        "cloudtrail", "/", "Action=X", Map.of("x-amz-target", "CloudTrail.LookupEvents"), "{}");
  }

  @Test
  void aTargetNamesItWhereTheServiceSpeaksJson() {
    assertThat(
            wanted(
                    "cloudtrail",
                    "/",
                    "",
                    Map.of("x-amz-target", "com.amazonaws.CloudTrail_20131101.LookupEvents"),
                    "{}")
                .operation()
                .name())
        .isEqualTo("LookupEvents");
  }

  @Test
  void aServiceOfSeveralProtocolsIsReadInTheOneThatIsSpoken() {
    Map<String, String> cbor = Map.of("content-type", "application/cbor");
    String path = "/service/GraniteServiceVersion20100801/operation/ListMetrics";
    assertThat(wanted("monitoring", path, "", cbor, "x").operation().name())
        .isEqualTo("ListMetrics");
    assertThat(wanted("monitoring", "/", "", FORM, "Action=ListMetrics").operation().name())
        .isEqualTo("ListMetrics");
    Map<String, String> json =
        Map.of("x-amz-target", "GraniteServiceVersion20100801.GetMetricData");
    assertThat(wanted("monitoring", "/", "", json, "{}").operation().name())
        .isEqualTo("GetMetricData");
    malformed("monitoring", path, "", FORM, "Action=GetMetricData");
    malformed("monitoring", path, "Action=GetMetricData", cbor, "x");
    malformed("monitoring", path, "", json, "{}");
    malformed("ec2", path, "", cbor, "x");
    malformed("ec2", "/", "", FORM, "Action=WaitUntilInstanceRunning");
  }
}
