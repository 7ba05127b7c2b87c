package io.sallyport.tenancy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final TenantId TENANT = new TenantId(UUID.randomUUID());
  private static final ConnectionId CONNECTION = ConnectionId.random();

  @Test
  void aLaneThatLetsNobodyThroughKeepsTheNodeFromStarting() {
    assertThatThrownBy(() -> new Lanes(0, 12)).hasMessageContaining("sallyport.lanes.connection");
    assertThatThrownBy(() -> new Lanes(6, -1)).hasMessageContaining("sallyport.lanes.tenant");
  }

  @Test
  void oneTooManyIsToldToComeBackAndWhoeverLeavesMakesRoom() {
    Lanes lanes = new Lanes(1, 1);
    RateLimited busy =
        lanes.within(
            TENANT,
            CONNECTION,
            () -> {
              try {
                return lanes.within(TENANT, CONNECTION, () -> null);
              } catch (RateLimited tooMany) {
                return tooMany;
              }
            });
    assertThat(busy.problem().errorCode()).isEqualTo(ErrorCode.CONNECTION_BUSY);
    assertThat(busy.seconds()).isPositive();
    assertThat(lanes.<String>within(TENANT, CONNECTION, () -> "through")).isEqualTo("through");
  }
}
