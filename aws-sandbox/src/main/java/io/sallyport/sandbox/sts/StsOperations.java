package io.sallyport.sandbox.sts;

import io.sallyport.sandbox.account.Sessions;
import io.sallyport.sandbox.account.User;
import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.identity.Caller;
import io.sallyport.sandbox.identity.IamUser;
import io.sallyport.sandbox.identity.SigningKey;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.XmlBody;
import java.time.Duration;
import java.util.Map;

/**
 * AssumeRole, GetCallerIdentity and GetSessionToken.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html">STS API
 *     reference</a>
 */
public final class StsOperations {
  private static final int SHORTEST_SECONDS = 900;
  private static final int LONGEST_USER_SESSION_SECONDS = 129_600;
  private static final int DEFAULT_USER_SESSION_SECONDS = 43_200;
  private final Sessions sessions;
  private final RoleAssumption assumption;

  public StsOperations(Sessions sessions) {
    this.sessions = sessions;
    this.assumption = new RoleAssumption(sessions);
  }

  public Map<String, Operation> operations() {
    return Map.of(
        "AssumeRole", assumption::perform,
        "GetCallerIdentity", this::getCallerIdentity,
        "GetSessionToken", this::getSessionToken);
  }

  /** Needs no permission, so that anyone can find out who they are. */
  private Answer getCallerIdentity(Call call) {
    Caller caller = call.caller();
    return Answer.of(
        xml ->
            xml.text("Arn", caller.arn())
                .text("UserId", caller.userId())
                .text("Account", caller.accountId()));
  }

  private Answer getSessionToken(Call call) {
    if (!(call.caller() instanceof IamUser user) || user.temporary()) {
      throw new AwsFault(
          403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
    }
    int seconds =
        new StsParameters(call.parameters())
            .duration(SHORTEST_SECONDS, LONGEST_USER_SESSION_SECONDS, DEFAULT_USER_SESSION_SECONDS);
    IamUser temporary =
        call.account().user(user.name()).map((User u) -> u.calling(true)).orElseThrow();
    SigningKey key = sessions.open(temporary, Duration.ofSeconds(seconds));
    return Answer.of(xml -> credentials(xml, key));
  }

  static void credentials(XmlBody xml, SigningKey key) {
    SigningKey.Temporary temporary = key.temporary().orElseThrow();
    xml.inside(
        "Credentials",
        () ->
            xml.text("AccessKeyId", key.id())
                .text("SecretAccessKey", key.secret())
                .text("SessionToken", temporary.token())
                .text("Expiration", temporary.expires()));
  }
}
