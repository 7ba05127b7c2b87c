package io.sallyport.tests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.connection.Check;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.connection.ConnectionRecords;
import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.connection.DueConnections;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.request.Capability;
import io.sallyport.contract.vault.KeyStatement;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.tenancy.audit.Activity;
import io.sallyport.tenancy.audit.AuditEvent;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.tenancy.keys.ManifestDesk;
import io.sallyport.tenancy.passkey.NewPasskey;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What Hibernate and PostgreSQL keep, and from whom, on a web node and on a decrypt node: each runs
 * its tests itself, as the database account that it has. What one node stores, the other reads: the
 * tests are ordered.
 */
@Tag("in-liberty")
@ExtendWith(ArquillianExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PersistenceIT {
  // The same on both nodes: they share nothing but the database, which is new in each run.
  private static final Actor ANNA = actor("6b1e9a52-4c39-4f0e-9d52-1f2ac4a3c001");
  private static final Actor BERT = actor("0f3d4a77-93a5-4f43-8d57-9ad7f5b1c002");
  private static final byte[] SESSION = sha256("a session");
  private static final byte[] PAYLOAD = "opaque to everybody here".getBytes(StandardCharsets.UTF_8);

  @Inject private Companies companies;
  @Inject private Connections connections;
  @Inject private ConnectionRecords records;
  @Inject private DueConnections due;
  @Inject private AuditTrail trail;
  @Inject private Activity activity;
  @Inject private ManifestDesk manifests;

  @Deployment(name = Nodes.WEB)
  @TargetsContainer(Nodes.WEB)
  static EnterpriseArchive web() {
    return Ears.around(PersistenceIT.class);
  }

  @Deployment(name = Nodes.DECRYPT)
  @TargetsContainer(Nodes.DECRYPT)
  static EnterpriseArchive decrypt() {
    return Ears.around(PersistenceIT.class);
  }

  @Test
  @Order(1)
  @OperateOnDeployment(Nodes.WEB)
  void aRegisteredCompanyIsThereForItsOwnPeopleWithAnExternalIdFromTheDatabase() throws Exception {
    // The database takes envelopes for keys that a manifest calls active.
    manifests.publishFirst(
        1,
        "any",
        List.of(
            new KeyStatement("inner", "browser", "inner", "active"),
            new KeyStatement("fingerprint", "openpgp", "outer", "active")));
    register(ANNA, "Anna's company");
    register(BERT, "Bert's company");

    assertThat(as(Roles.TENANT_ADMIN, () -> companies.own(ANNA).name()))
        .isEqualTo("Anna's company");
    UUID externalId = as(Roles.TENANT_USER, () -> companies.own(ANNA).externalId().value());
    assertThat(externalId.version()).isEqualTo(4);
    assertThat(as(Roles.TENANT_AUDITOR, () -> companies.own(BERT).externalId().value()))
        .isNotEqualTo(externalId);
    assertThat(as(Roles.TENANT_ADMIN, () -> companies.people(ANNA)))
        .containsExactlyEntriesOf(Map.of(ANNA.person(), "First of Anna's company"));
  }

  @Test
  @Order(2)
  @OperateOnDeployment(Nodes.WEB)
  void anEnvelopeThatCannotBeSealedLeavesItsTicketUnusedAndStoresNothing() throws Exception {
    SealingContext context = ticket(ANNA);

    assertProblem(
        ErrorCode.ENVELOPE_MALFORMED,
        () ->
            as(
                Roles.TENANT_ADMIN,
                () ->
                    connections.store(
                        ANNA,
                        SESSION,
                        context.ticket(),
                        "never",
                        Set.of(Capability.SEE_INSTANCES),
                        (any, kid) -> {
                          throw new ProblemException(ErrorCode.ENVELOPE_MALFORMED);
                        })));

    assertThat(
            as(
                Roles.TENANT_ADMIN,
                () -> connections.ticketContext(ANNA, SESSION, context.ticket())))
        .isEqualTo(context);
    assertThat(page(ANNA)).isEmpty();
  }

  @Test
  @Order(3)
  @OperateOnDeployment(Nodes.WEB)
  void anEnvelopeIsStoredOnceForEachTicket() throws Exception {
    SealingContext context = ticket(ANNA);

    assertThat(store(ANNA, context)).isEqualTo(context.record());
    assertProblem(ErrorCode.TICKET_REFUSED, () -> store(ANNA, context));

    assertThat(page(ANNA))
        .singleElement()
        .satisfies(
            stored -> {
              assertThat(stored.id()).isEqualTo(context.record());
              assertThat(stored.state()).isEqualTo(ConnectionState.UNTESTED);
              assertThat(stored.version()).isEqualTo(1);
            });
  }

  @Test
  @Order(4)
  @OperateOnDeployment(Nodes.WEB)
  void anotherTenantSeesNothingOfIt() throws Exception {
    ConnectionId annas = page(ANNA).get(0).id();

    assertThat(page(BERT)).isEmpty();
    assertProblem(
        ErrorCode.CONNECTION_UNKNOWN,
        () -> as(Roles.TENANT_ADMIN, () -> connections.find(BERT, annas)));
    assertProblem(
        ErrorCode.CONNECTION_UNKNOWN,
        () ->
            as(
                Roles.TENANT_ADMIN,
                () ->
                    connections.issueTicket(
                        BERT, SESSION, Optional.of(annas), ConnectionWay.ROLE, "inner")));
    assertThat(as(Roles.TENANT_ADMIN, () -> companies.people(BERT)).keySet())
        .containsExactly(BERT.person());
  }

  @Test
  @Order(5)
  @OperateOnDeployment(Nodes.WEB)
  void aWebNodesDatabaseAccountGetsNoPayloadBackWhateverItsRole() throws Exception {
    ConnectionId annas = page(ANNA).get(0).id();

    assertThatThrownBy(() -> as(Roles.DECRYPT_NODE, () -> records.sealed(ANNA, annas)))
        .isInstanceOf(EJBException.class)
        .hasStackTraceContaining("permission denied for table sealed_envelope");
  }

  @Test
  @Order(6)
  @OperateOnDeployment(Nodes.DECRYPT)
  void aDecryptNodeReadsTheEnvelopeBackAsItWasStored() throws Exception {
    ConnectionId annas = page(ANNA).get(0).id();

    SealedRecord sealed = as(Roles.DECRYPT_NODE, () -> records.sealed(ANNA, annas));

    assertThat(sealed.payload()).isEqualTo(PAYLOAD);
    assertThat(sealed.context().tenant()).isEqualTo(ANNA.tenantId());
    assertThat(sealed.context().record()).isEqualTo(annas);
    assertThat(sealed.ingestSignature()).isEqualTo(sealed.context().ctx());
  }

  @Test
  @Order(7)
  @OperateOnDeployment(Nodes.DECRYPT)
  void aDecryptNodeFindsNothingOfOneTenantOnBehalfOfAnother() throws Exception {
    ConnectionId annas = page(ANNA).get(0).id();

    assertProblem(
        ErrorCode.CONNECTION_UNKNOWN,
        () -> as(Roles.DECRYPT_NODE, () -> records.sealed(BERT, annas)));
    assertProblem(
        ErrorCode.CONNECTION_UNKNOWN,
        () -> as(Roles.DECRYPT_NODE, () -> records.standing(BERT, annas)));
    conclude(BERT, annas);
    assertThat(as(Roles.DECRYPT_NODE, () -> records.standing(ANNA, annas).state()))
        .isEqualTo(ConnectionState.UNTESTED);
  }

  @Test
  @Order(8)
  @OperateOnDeployment(Nodes.DECRYPT)
  void whatADecryptNodeFoundIsWritten() throws Exception {
    ConnectionId annas = page(ANNA).get(0).id();

    Set<ConnectionId> held = Set.of(annas, new ConnectionId(UUID.randomUUID()));
    assertThat(as(Roles.DECRYPT_NODE, () -> due.sound(held))).isEmpty();
    conclude(ANNA, annas);

    assertThat(as(Roles.DECRYPT_NODE, () -> records.standing(ANNA, annas).state()))
        .isEqualTo(ConnectionState.VERIFIED);
    assertThat(as(Roles.DECRYPT_NODE, () -> due.sound(held))).isEqualTo(Map.of(annas, 1));
  }

  @Test
  @Order(9)
  @OperateOnDeployment(Nodes.WEB)
  void aWebNodeShowsWhatTheDecryptNodeFound() throws Exception {
    ConnectionId annas = page(ANNA).get(0).id();

    assertThat(
            as(Roles.TENANT_USER, () -> connections.lastTest(ANNA, annas)).stream()
                .map(check -> check.result().outcome()))
        .containsExactly(CheckOutcome.OPENED, CheckOutcome.ENTERED);
    assertThat(as(Roles.TENANT_USER, () -> connections.lastTest(BERT, annas))).isEmpty();
  }

  @Test
  @Order(10)
  @OperateOnDeployment(Nodes.WEB)
  void aWebNodeStartsTheAuditChain() {
    trail.record(entry(ANNA, AuditAction.TICKET_ISSUE), () -> "done");
    trail.record(entry(BERT, AuditAction.TICKET_ISSUE), () -> "done");
  }

  @Test
  @Order(11)
  @OperateOnDeployment(Nodes.DECRYPT)
  void aDecryptNodeContinuesItAndAlsoSaysWhatFailed() {
    assertThatThrownBy(
            () ->
                trail.record(
                    entry(ANNA, AuditAction.ENVELOPE_OPEN),
                    () -> {
                      throw new ProblemException(ErrorCode.OPENING_REFUSED);
                    }))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  @Order(12)
  @OperateOnDeployment(Nodes.WEB)
  void theAuditChainIsWholeAcrossNodesAndShowsEachTenantItsOwn() throws Exception {
    List<AuditEvent> annas =
        as(Roles.TENANT_AUDITOR, () -> activity.page(ANNA, OptionalLong.empty()));

    assertThat(annas).extracting(AuditEvent::sequence).containsExactly(4L, 3L, 2L, 1L);
    assertThat(annas)
        .extracting(AuditEvent::node)
        .containsExactly(
            "decrypt-node-in-test", "decrypt-node-in-test", "web-node-in-test", "web-node-in-test");
    assertThat(annas.get(0).outcome()).contains(ErrorCode.OPENING_REFUSED.code());
    assertThat(as(Roles.TENANT_AUDITOR, () -> activity.check(ANNA)).broken()).isEmpty();
    assertThat(as(Roles.TENANT_AUDITOR, () -> activity.page(BERT, OptionalLong.empty())))
        .extracting(AuditEvent::sequence)
        .containsExactly(2L, 1L);
    assertThat(as(Roles.TENANT_AUDITOR, () -> activity.check(BERT)).broken()).isEmpty();
  }

  private void register(Actor actor, String company) throws Exception {
    NewPasskey passkey = new NewPasskey(sha256(company), sha256("public key"), 0);
    as(Roles.ANONYMOUS, () -> companies.register(actor, company, "First of " + company, passkey));
  }

  private SealingContext ticket(Actor actor) throws Exception {
    return as(
        Roles.TENANT_ADMIN,
        () ->
            connections.issueTicket(actor, SESSION, Optional.empty(), ConnectionWay.ROLE, "inner"));
  }

  private ConnectionId store(Actor actor, SealingContext ticket) throws Exception {
    return as(
        Roles.TENANT_ADMIN,
        () ->
            connections.store(
                actor,
                SESSION,
                ticket.ticket(),
                "production",
                Set.of(Capability.SEE_INSTANCES),
                (context, kid) ->
                    new SealedEnvelope(
                        kid, "outer", PAYLOAD, sha256("any 32 octets"), context.ctx())));
  }

  private List<Connection> page(Actor actor) throws Exception {
    return as(Roles.TENANT_USER, () -> connections.page(actor, Optional.empty()));
  }

  private void conclude(Actor actor, ConnectionId connection) throws Exception {
    VerificationReport report =
        new VerificationReport(
            connection.value(),
            1,
            ConnectionState.VERIFIED,
            List.of(
                CheckResult.of(Check.OPEN, CheckOutcome.OPENED, null),
                CheckResult.of(Check.RIGHT_EXTERNAL_ID, CheckOutcome.ENTERED, null)));
    as(
        Roles.DECRYPT_NODE,
        () -> {
          records.conclude(actor, report);
          return null;
        });
  }

  private static <T> T as(String role, Callable<T> act) throws Exception {
    return Caller.as(role, act);
  }

  private static void assertProblem(ErrorCode expected, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class,
            thrown -> assertThat(thrown.problem().code()).isEqualTo(expected.code()));
  }

  private static AuditEntry entry(Actor actor, AuditAction action) {
    return AuditEntry.of(actor, action, "a subject", UUID.randomUUID());
  }

  private static Actor actor(String tenant) {
    UUID id = UUID.fromString(tenant);
    return new Actor(id, new UUID(id.getLeastSignificantBits(), id.getMostSignificantBits()));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
