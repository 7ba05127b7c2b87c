package io.sallyport.api.tool;

import io.sallyport.api.aws.AwsEndpoint;
import io.sallyport.api.aws.WireSigner;
import io.sallyport.api.credentials.RoleSession;
import io.sallyport.api.request.Admission;
import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.connection.ConnectionStanding;
import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedService;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.contract.request.SignedRequest;
import io.sallyport.contract.vault.ToolSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.regions.Region;

/**
 * Hands requests of customers' own AWS tools on to AWS: signed in a session of ours when they come,
 * signed in a session of the customer's role when they go, and otherwise unchanged, as is the
 * answer. Sent once: what is sent again, the tool sends again.
 */
@ApplicationScoped
public class Relay {
  private static final Set<Integer> TURNED_AWAY = Set.of(401, 403);
  private static final int FIRST_ERROR = 400;
  private static final Set<String> FOR_THE_TOOL =
      Set.of(
          "content-type",
          "smithy-protocol",
          "content-length",
          "content-range",
          "accept-ranges",
          "content-encoding",
          "content-disposition",
          "content-language",
          "cache-control",
          "expires",
          "etag",
          "last-modified");

  private final AllowList allowList = AllowList.ofThisRelease();
  private final Jsonb jsonb = JsonbBuilder.create();
  private final Clock clock = Clock.systemUTC();
  private final CallerSignature signature = new CallerSignature(clock);

  @Inject private OpenedSessions opened;
  @Inject private Admission admission;
  @Inject private AwsEndpoint endpoint;
  @Inject private AuditTrail trail;

  /**
   * Hands one on.
   *
   * @throws ProblemException naming why it was not; what AWS answers, an error too, is no exception
   */
  public RelayedAnswer relay(SignedRequest request) {
    PresentedSignature presented = PresentedSignature.of(request);
    ToolSession session = opened.of(presented.token());
    signature.check(request, presented, session);
    if (!session.actor().equals(request.actor()) || !request.path().startsWith(request.prefix())) {
      throw new ProblemException(ErrorCode.TOOL_SESSION_REFUSED);
    }
    String path = "/" + request.path().substring(request.prefix().length()).replaceFirst("^/", "");
    WantedOperation wanted = WantedOperation.of(allowList, request, presented.service(), path);
    if (wanted.write() && !session.write()) {
      throw new ProblemException(ErrorCode.WRITE_NOT_AGREED);
    }
    Region region = Admission.region(presented.region());
    Admission.Request admitted =
        new Admission.Request(
            request.requestId(),
            session.actor(),
            new ConnectionId(session.connection()),
            wanted.operation(),
            region);
    AuditEntry entry =
        AuditEntry.of(
                session.actor(),
                AuditAction.REQUEST_FORWARD,
                session.connection(),
                request.requestId())
            .with("service", wanted.operation().service())
            .with("operation", wanted.operation().name())
            .with("region", region.id())
            .with("tool", session.accessKeyId());
    return trail.record(
        entry,
        facts -> {
          ConnectionStanding standing = admission.standing(admitted);
          if (standing.way() == ConnectionWay.NODE) {
            throw new ProblemException(ErrorCode.NODE_TAKES_NO_TOOLS);
          }
          RoleSession role = admission.session(admitted, standing);
          facts.add("session", role.name());
          HttpExecuteResponse answer =
              send(request, presented, wanted.operation().at(), path, role, region);
          int status = answer.httpResponse().statusCode();
          if (TURNED_AWAY.contains(status)) {
            // Perhaps AWS does not know the session any more: the next request enters anew.
            admission.drop(role);
          }
          if (status >= FIRST_ERROR) {
            facts.endsAs("aws:" + status);
          }
          return new RelayedAnswer(
              encoded(new AnswerHead(status, forTheTool(answer))),
              answer
                  .responseBody()
                  .<InputStream>map(each -> each)
                  .orElse(InputStream.nullInputStream()));
        });
  }

  private String encoded(AnswerHead head) {
    return Base64.getEncoder().encodeToString(jsonb.toJson(head).getBytes(StandardCharsets.UTF_8));
  }

  private HttpExecuteResponse send(
      SignedRequest request,
      PresentedSignature presented,
      AllowedService service,
      String path,
      RoleSession role,
      Region region) {
    SdkHttpFullRequest plain =
        ToolRequest.of(request, presented, endpoint.of(service.endpoint(), region), path);
    SdkHttpFullRequest signed =
        WireSigner.sign(
            plain,
            (AwsCredentials) role.credentials().resolveCredentials(),
            presented.service(),
            region,
            clock,
            true);
    try {
      return endpoint.send(signed);
    } catch (IOException e) {
      throw new ProblemException(ErrorCode.AWS_UNAVAILABLE, e);
    }
  }

  private static Map<String, List<String>> forTheTool(HttpExecuteResponse answer) {
    Map<String, List<String>> headers = new TreeMap<>();
    answer
        .httpResponse()
        .forEachHeader(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (FOR_THE_TOOL.contains(lower) || lower.startsWith("x-amz")) {
                headers.put(lower, values);
              }
            });
    return headers;
  }
}
