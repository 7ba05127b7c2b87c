package io.sallyport.web.tool;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.crypto.toolsession.ToolAccess;
import io.sallyport.crypto.toolsession.ToolSessionIssuer;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Issues a session for AWS tools, however it was asked for, and writes that into the trail. */
@ApplicationScoped
public class ToolSessionIssue {
  @Inject private ToolSessionIssuer issuer;
  @Inject private Limits limits;
  @Inject private AuditTrail trail;
  @Inject private ToolSessionLife life;

  /**
   * A session, as the AWS tools' {@code credential_process} has it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html">Process
   *     credential provider</a>
   */
  @Schema(name = "ToolSession")
  public record Issued(
      @JsonbProperty("Version") int version,
      @JsonbProperty("AccessKeyId") String accessKeyId,
      @JsonbProperty("SecretAccessKey") String secretAccessKey,
      @JsonbProperty("SessionToken") String sessionToken,
      @JsonbProperty("Expiration") String expiration) {
    /** The access key ID only. */
    @Override
    public String toString() {
      return "Issued[" + accessKeyId + "]";
    }
  }

  /**
   * Issues one. Through a connection that is not there (any more) nothing is answered.
   *
   * @param condition throws what it is refused with; that somebody tried is in the trail then
   * @throws ProblemException {@code SP-RATE-LIMITED}
   */
  Issued issue(ToolAccess access, Runnable condition) {
    limits.count(Limit.REQUESTS, access.actor().tenant().toString());
    Instant expires = Instant.now().plus(life.longest()).truncatedTo(ChronoUnit.SECONDS);
    AuditEntry entry =
        AuditEntry.of(
                access.actor(),
                AuditAction.TOOL_SESSION_ISSUE,
                new ConnectionId(access.connection()),
                RequestId.random().value())
            .with("write", access.write())
            .with("expires", expires.toString())
            .because(access.reason());
    ToolSessionIssuer.Issued issued =
        trail.record(
            entry,
            facts -> {
              condition.run();
              ToolSessionIssuer.Issued made = issuer.issue(access, expires);
              facts.add("tool", made.accessKeyId());
              return made;
            });
    return new Issued(
        1,
        issued.accessKeyId(),
        issued.secretAccessKey(),
        issued.sessionToken(),
        expires.toString());
  }
}
