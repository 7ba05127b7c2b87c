package io.sallyport.web.company;

import io.sallyport.crypto.sealing.SignedStatement;
import io.sallyport.tenancy.closing.Closed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * States what was deleted, under this node's signature. It says of backups only what is true of
 * them: that the copies in them end when they do.
 */
@ApplicationScoped
public class DeletionCertificate {
  /** The JWS header's {@code typ}. */
  static final String TYPE = "sallyport-deletion";

  @Inject private SignedStatement statement;

  @Inject
  @ConfigProperty(name = "sallyport.deletion.backups", defaultValue = "P35D")
  private Duration backups;

  @Inject
  @ConfigProperty(name = "sallyport.node.name")
  private String node;

  /** A compact JWS. */
  String of(Closed closed) {
    JsonArrayBuilder envelopes = Json.createArrayBuilder();
    for (Closed.Shredded each : closed.envelopes()) {
      envelopes.add(
          Json.createObjectBuilder()
              .add("connection", each.connection().toString())
              .add("version", each.version())
              .add("sha256", each.hash())
              .add("browserKey", each.innerKid())
              .add("openPgpKey", each.outerKid()));
    }
    return statement.of(
        TYPE,
        Json.createObjectBuilder()
            .add("company", closed.company())
            .add("tenant", closed.tenant().toString())
            .add("closedAt", closed.at().toString())
            .add("node", node)
            .add(
                "statement",
                "The sealed records listed here were deleted, and with each the only copy of the"
                    + " session key that opens it; so were passkeys, sign-on settings, API keys,"
                    + " invitations and sessions. Kept, as the law of retention says: the audit"
                    + " trail and the names of the people in it. Copies in backups end with these,"
                    + " after at most "
                    + backups.toDays()
                    + " days.")
            .add("envelopes", envelopes)
            .build()
            .toString());
  }
}
