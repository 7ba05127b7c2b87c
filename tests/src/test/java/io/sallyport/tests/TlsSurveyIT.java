package io.sallyport.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.demo.Port;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.OwnNode;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import io.sallyport.tests.site.Testssl;
import io.sallyport.tests.site.Testssl.Finding;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each kind of endpoint as {@code testssl.sh} judges it: some minutes for each, so in a profile of
 * its own, {@code mvn -Psurvey}.
 */
@Tag("survey")
@ExtendWith(Site.class)
class TlsSurveyIT {
  /**
   * What it says of the authority that a site chooses, not of the endpoint: the development's is in
   * no list of public authorities, and publishes no revocations and no DNS.
   */
  private static final Set<String> OF_THE_AUTHORITY =
      Set.of(
          "cert_chain_of_trust", "cert_revocation", "cert_crlDistributionPoints", "DNS_CAArecord");

  /** What it says of itself: its machine's openssl knows no GOST ciphers, and asks without them. */
  private static final String OF_THE_TOOL = "engine_problem";

  private static final Set<String> PROTOCOLS_OFF = Set.of("SSLv2", "SSLv3", "TLS1", "TLS1_1");

  @ParameterizedTest
  @EnumSource(names = {"PORTAL", "INTERNAL", "DIAL", "ON_PREMISE"})
  void nothingIsFoundAboveLowAndAllIs256Bit(Port port, RunningDemo demo, Browser browser)
      throws Exception {
    if (port == Port.ON_PREMISE) {
      OwnNode.enrolled(demo, Customer.registered(browser));
    }
    List<Finding> all = Testssl.of(demo.settings().port(port));
    assertThat(all.stream().map(Finding::id)).contains("TLS1_2", "TLS1_3", "heartbleed", "BEAST");
    assertThat(all)
        .filteredOn(each -> PROTOCOLS_OFF.contains(each.id()))
        .hasSize(PROTOCOLS_OFF.size())
        .allSatisfy(each -> assertThat(each.finding()).contains("not offered"));
    assertThat(all)
        .filteredOn(each -> each.id().startsWith("cipher_x"))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.finding()).contains("256").contains("AES"));
    assertThat(all)
        .filteredOn(Finding::isAboveLow)
        .filteredOn(each -> !each.id().equals(OF_THE_TOOL))
        .filteredOn(each -> OF_THE_AUTHORITY.stream().noneMatch(each.id()::startsWith))
        // A customer's node has no name of its own: its very certificate is compared.
        .filteredOn(each -> port != Port.ON_PREMISE || !each.id().startsWith("cert_trust"))
        .isEmpty();
  }
}
