package io.sallyport.api.onpremise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sallyport.contract.address.Network;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnRulesTest {
  private static final Map<String, String> GOOD =
      Map.of(
          OwnRules.OPERATIONS, "ec2.DescribeInstances, pricing.GetProducts",
          OwnRules.REGIONS, "eu-central-1",
          OwnRules.NETWORKS, "198.51.100.0/24",
          OwnRules.PROXIES, "10.0.0.0/8",
          OwnRules.TENANT, "2a0f6f0e-9d3f-4b0c-8f5e-6d1b1f0a9c11",
          OwnRules.NODE, "2a0f6f0e-9d3f-4b0c-8f5e-6d1b1f0a9c12",
          OwnRules.DIAL, "true",
          OwnRules.GATES, "https://gate-1.example.com:9446, https://gate-2.example.com");

  private static OwnRules with(String name, String value) {
    Map<String, String> settings = new HashMap<>(GOOD);
    settings.put(name, value);
    // The one method of it that is called.
    return new OwnRules(
        (Config)
            Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) ->
                    Optional.ofNullable(settings.get((String) arguments[0]))
                        .map(
                            text -> arguments[1] == Boolean.class ? Boolean.valueOf(text) : text)));
  }

  @Test
  void itDialsInAtEachGateIfItIsTo() {
    assertThat(with(OwnRules.DIAL, "true").gates())
        .map(URI::getAuthority)
        .containsExactly("gate-1.example.com:9446", "gate-2.example.com");
    assertThat(with(OwnRules.DIAL, "false").gates()).isEmpty();
    assertThat(with(OwnRules.DIAL, null).gates()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sallyport.onprem.operations, ec2.StopTheWorld, ec2.StopTheWorld is none",
    "sallyport.onprem.operations, DescribeInstances, is none",
    "sallyport.onprem.regions, eu-nowhere-1, eu-nowhere-1 is no region",
    "sallyport.onprem.networks, 10.0.0.0/99, sallyport.onprem.networks",
    "sallyport.onprem.networks, localhost, not a network",
    "sallyport.onprem.networks, '', names nobody",
    "sallyport.onprem.proxies, everybody, sallyport.onprem.proxies",
    "sallyport.onprem.lost-certificates, AB:CX, AB:CX is no serial number",
    "sallyport.onprem.tenant, , run bin/enroll",
    "sallyport.onprem.node, , run bin/enroll",
    "sallyport.onprem.gates, , 'sallyport.onprem.dial is true, but'",
    "sallyport.onprem.gates, '', names nobody",
    "sallyport.onprem.gates, http://gate.example.com, sallyport.onprem.gates: http://gate.example.com is no https URL",
    "sallyport.onprem.gates, gate.example.com:9446, gate.example.com:9446 is no https URL",
    "sallyport.onprem.gates, https://gate^1, https://gate^1 is no https URL",
  })
  void aWrongSettingIsNamed(String name, String value, String told) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(name, value))
        .withMessageContaining(told);
  }

  @Test
  void onlyWhatIsListedIsAllowedAndOnlyThere() {
    OwnRules rules = with(OwnRules.PROXIES, "");
    assertThat(rules.require("ec2", "DescribeInstances", "eu-central-1").name())
        .isEqualTo("DescribeInstances");
    // Where a service is at home it may be asked, as on our own nodes.
    assertThat(rules.require("pricing", "GetProducts", "us-east-1").name())
        .isEqualTo("GetProducts");
    refused(rules, "ec2", "RunInstances", "eu-central-1");
    refused(rules, "ec2", "DescribeInstances", "us-east-1");
  }

  private static void refused(OwnRules rules, String service, String operation, String region) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> rules.require(service, operation, region))
        .matches(thrown -> thrown.problem().errorCode() == ErrorCode.NODE_OPERATION_NOT_ALLOWED);
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, '', true",
    "203.0.113.7, '', false",
    "203.0.113.7, 198.51.100.7, false",
    "10.1.2.3, '', false",
    "10.1.2.3, 198.51.100.7, true",
    "10.1.2.3, 198.51.100.7 10.9.9.9, true",
    "10.1.2.3, 198.51.100.7 203.0.113.7, false",
    "198.51.100.7, 203.0.113.7, true",
  })
  void anAddressCountsAsFarAsProxiesAreKnown(String from, String forwarded, boolean admitted) {
    assertThat(with(OwnRules.REGIONS, "").admits(address(from), addresses(forwarded)))
        .isEqualTo(admitted);
  }

  private static InetAddress address(String text) {
    return Network.parse(text).first();
  }

  private static List<InetAddress> addresses(String text) {
    return Network.list(text).stream().map(Network::first).toList();
  }
}
