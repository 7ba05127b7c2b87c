package io.sallyport.contract.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealingContextTest {
  private static final TenantId TENANT = TenantId.parse("6f0c2a52-64fb-4d57-9d0d-0c5e1a37f0a1");
  private static final ConnectionId RECORD =
      ConnectionId.parse("2a0f6f0e-9d3f-4b0c-8f5e-6d1b1f0a9c11");
  private static final SealingTicket TICKET = new SealingTicket("AAAAAAAAAAAAAAAAAAAAAA");

  /** Computed with Python's hashlib over the canonical text, not with this code. */
  @Test
  void theHashIsThatOfTheCanonicalForm() {
    assertThat(context(3, TICKET).ctx()).isEqualTo("Uk95IU0YUOHE_SiynreoO3inU00BDP4QXBVKCgEKB2A");
  }

  @Test
  void theGreatestVersionIsWrittenAsAPlainInteger() {
    SealingContext context =
        context(Integer.MAX_VALUE, new SealingTicket("AAAAAAAAAAAAAAAAAAAAAw"));
    assertThat(new String(context.canonical(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"record\":\"2a0f6f0e-9d3f-4b0c-8f5e-6d1b1f0a9c11\",\"schema\":\"account/1\","
                + "\"tenant\":\"6f0c2a52-64fb-4d57-9d0d-0c5e1a37f0a1\","
                + "\"ticket\":\"AAAAAAAAAAAAAAAAAAAAAw\",\"version\":2147483647}");
    assertThat(context.ctx()).isEqualTo("b-_4_zneUqbw77xN8-Fl1Gmo1vVF4K13DZ0aJ_-1ZxA");
  }

  @Test
  void everyPartOfAContextChangesItsHash() {
    Set<String> hashes = new HashSet<>();
    hashes.add(context(1, TICKET).ctx());
    hashes.add(context(2, TICKET).ctx());
    hashes.add(context(1, new SealingTicket("AAAAAAAAAAAAAAAAAAAAAQ")).ctx());
    hashes.add(
        new SealingContext(
                new TenantId(RECORD.value()), RECORD, 1, SealingContext.ACCOUNT_FORM, TICKET)
            .ctx());
    hashes.add(
        new SealingContext(
                TENANT, new ConnectionId(TENANT.value()), 1, SealingContext.ACCOUNT_FORM, TICKET)
            .ctx());
    assertThat(hashes).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void thereIsNoVersionBeforeTheFirst(int version) {
    assertThatIllegalArgumentException().isThrownBy(() -> context(version, TICKET));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "account/2", "Account/1", "account/1\",\"x\":\""})
  void thereIsNoOtherForm(String schema) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SealingContext(TENANT, RECORD, 1, schema, TICKET));
  }

  @Test
  void noPartOfAContextMayBeMissing() {
    String form = SealingContext.ACCOUNT_FORM;
    assertThatNullPointerException()
        .isThrownBy(() -> new SealingContext(null, RECORD, 1, form, TICKET));
    assertThatNullPointerException()
        .isThrownBy(() -> new SealingContext(TENANT, null, 1, form, TICKET));
    assertThatNullPointerException()
        .isThrownBy(() -> new SealingContext(TENANT, RECORD, 1, form, null));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAA+A",
        "AAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAA\"",
        "AAAAAAAAAAAAAAAAAAAAAA\n"
      })
  void aTicketHasOneSpellingOnly(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SealingTicket(text))
        .withMessage("not a sealing ticket");
  }

  @Test
  void issuedTicketsAreTicketsAndDiffer() {
    SecureRandom random = new SecureRandom();
    Set<SealingTicket> tickets = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      tickets.add(SealingTicket.issue(random));
    }
    assertThat(tickets).hasSize(1_000);
  }

  @Test
  void aContextDoesNotShowItsTicket() {
    SealingTicket ticket = SealingTicket.issue(new SecureRandom());
    assertThat(context(1, ticket).toString()).doesNotContain(ticket.value());
  }

  private static SealingContext context(int version, SealingTicket ticket) {
    return new SealingContext(TENANT, RECORD, version, SealingContext.ACCOUNT_FORM, ticket);
  }
}
