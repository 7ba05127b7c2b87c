package io.sallyport.tenancy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkTest {
  @Test
  void addressesOfOneHouseholdAreCountedTogether() {
    Network one = Network.of("2001:db8:1:2:aaaa::1");
    assertThat(Network.of("2001:db8:1:2:bbbb:cccc:dddd:2")).isEqualTo(one);
    assertThat(Network.of("2001:db8:1:2::3%eth0")).isEqualTo(one);
    assertThat(Network.of("2001:db8:1:3::1")).isNotEqualTo(one);
  }

  @Test
  void addressesOfTheFourthVersionAreCountedEachForItself() {
    assertThat(Network.of("192.0.2.1")).isNotEqualTo(Network.of("192.0.2.2"));
    assertThat(Network.of("::ffff:192.0.2.1").name())
        .isNotEqualTo(Network.of("::ffff:192.0.2.2").name());
  }
}
