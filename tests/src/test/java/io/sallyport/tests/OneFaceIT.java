package io.sallyport.tests;

import static io.sallyport.tests.site.Administrator.query;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.envelope.v1.NodeStatement;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.manifest.SignedManifest;
import io.sallyport.crypto.sealing.OuterMessage;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody has the database, and somebody a web node's signing key too: at whichever gate what they
 * put there is turned away, it looks the same from outside, and takes its time.
 */
@ExtendWith(Site.class)
class OneFaceIT {
  private static final Duration LEAST = Duration.ofMillis(200);

  /** An envelope as it is stored. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Stored(byte[] payload, String signature) {}

  @Test
  void everyRefusalHasOneFaceAndTheTrailKnowsWhichItWas(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser);
    Customer other = Customer.connected(demo, browser);
    JsonObject context = context(demo, customer);
    JsonObject leave = customer.api().leave(null);
    String sound = seal(customer, context, leave);

    List<String> faces = new ArrayList<>();
    // Two customers' rows, swapped.
    Stored own = stored(demo, customer);
    put(demo, customer, stored(demo, other));
    faces.add(face(customer));
    // The rest is signed by the web node's key, as if the web node were theirs.
    for (Stored forged :
        List.of(
            signed(demo, context, new byte[2000]),
            signed(demo, context, flipped(outer(customer, sound))),
            signed(demo, context, outer(customer, sound.substring(0, sound.length() - 2) + "AA")),
            signed(
                demo, context, outer(customer, seal(customer, Customer.context(leave), leave))))) {
      put(demo, customer, forged);
      faces.add(face(customer));
    }
    put(demo, customer, own);
    faces.add(face(customer));

    assertThat(outcomes(demo, customer))
        .isEqualTo(
            "refused:INGEST_SIGNATURE refused:PACKETS refused:INTEGRITY refused:INNER"
                + " refused:CONTEXT refused:LOCKED");
    assertThat(faces).hasSize(6).containsOnly(faces.get(0));
  }

  /** All that can be seen of a refusal, but for the ids that name this one request. */
  private static String face(Customer customer) {
    long start = System.nanoTime();
    Api.Answer answer =
        customer
            .api()
            .request(customer.connection(), "sts", "GetCallerIdentity", Customer.REGION, Map.of())
            .expectProblem(422, "SP-OPENING-REFUSED");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LEAST);
    return answer.status()
        + " "
        + answer.type()
        + " "
        + answer.body().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
  }

  private static String seal(Customer customer, JsonObject context, JsonObject leave) {
    return customer.api().seal(Customer.details(customer.account()), context, Customer.key(leave));
  }

  private static byte[] outer(Customer customer, String jwe) throws Exception {
    Manifest manifest =
        SignedManifest.read(customer.api().get("manifest").body().getBytes(StandardCharsets.UTF_8))
            .manifest();
    return new OuterMessage(new JcaProvider(Optional.empty()))
        .seal(jwe.getBytes(StandardCharsets.US_ASCII), manifest.activeOpenPgpKey().key());
  }

  private static byte[] flipped(byte[] message) {
    message[message.length - 1] ^= 1;
    return message;
  }

  private static Stored signed(RunningDemo demo, JsonObject context, byte[] payload)
      throws Exception {
    ECKey key =
        ECKey.parse(Files.readString(demo.keys().of("web-node").resolve("signing-key.jwk")));
    return new Stored(
        payload,
        NodeStatement.sign(
            NodeKind.WEB,
            key,
            NodeStatement.hash(payload),
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(NodeStatement.hash(canonical(context))),
            Instant.now(),
            Optional.empty()));
  }

  private static byte[] canonical(JsonObject context) throws Exception {
    return new JsonCanonicalizer(context.toString()).getEncodedUTF8();
  }

  private static JsonObject context(RunningDemo demo, Customer customer) throws SQLException {
    return JsonParser.parseString(
            query(
                demo,
                "select json_build_object('tenant', tenant_id, 'record', connection_id, 'version',"
                    + " version, 'schema', schema_name, 'ticket', ticket)"
                    + " from sallyport.sealed_envelope where connection_id = '"
                    + customer.connection()
                    + "'"))
        .getAsJsonObject();
  }

  private static String outcomes(RunningDemo demo, Customer customer) throws SQLException {
    return query(
        demo,
        "select string_agg(outcome, ' ' order by sequence) from sallyport.audit_event"
            + " where action = 'envelope.open' and phase = 'OUTCOME' and outcome <> 'ok'"
            + " and subject = '"
            + customer.connection()
            + "'");
  }

  private static Stored stored(RunningDemo demo, Customer customer) throws SQLException {
    try (Connection connection = demo.database().as("postgres").getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select payload, ingest_signature from sallyport.sealed_envelope"
                    + " where connection_id = ?::uuid")) {
      statement.setString(1, customer.connection());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Stored(row.getBytes(1), row.getString(2));
      }
    }
  }

  /** As only the owner of the database can. */
  private static void put(RunningDemo demo, Customer customer, Stored stored) throws SQLException {
    try (Connection connection = demo.database().as("postgres").getConnection();
        Statement triggers = connection.createStatement();
        PreparedStatement update =
            connection.prepareStatement(
                "update sallyport.sealed_envelope set payload = ?, ingest_signature = ?"
                    + " where connection_id = ?::uuid")) {
      triggers.execute("alter table sallyport.sealed_envelope disable trigger user");
      update.setBytes(1, stored.payload());
      update.setString(2, stored.signature());
      update.setString(3, customer.connection());
      assertThat(update.executeUpdate()).isEqualTo(1);
      triggers.execute("alter table sallyport.sealed_envelope enable trigger user");
    }
  }
}
