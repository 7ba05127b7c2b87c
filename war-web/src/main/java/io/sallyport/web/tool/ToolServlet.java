package io.sallyport.web.tool;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.contract.request.AllowedService.Protocol;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.contract.request.SignedRequest;
import io.sallyport.web.edge.ProblemMapper;
import io.sallyport.web.request.Requests;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where customers' own AWS tools ask ({@code aws --endpoint-url https://PORTAL/aws}). Nothing of a
 * request is changed on its way to a decrypt node, and nothing of AWS's answer on its way back; no
 * more of it than a buffer is in memory. A problem of ours looks as one of AWS's, and says that it
 * is ours.
 */
@WebServlet(name = ToolServlet.NAME, urlPatterns = ToolPath.PREFIX + "/*")
public class ToolServlet extends HttpServlet {
  static final String NAME = "tools";
  private static final long serialVersionUID = 1L;
  private static final int MOST_BYTES = 256 * 1024;
  private static final Pattern SERVICE =
      Pattern.compile("Credential=[^/]*/[^/]*/[^/]*/([a-z0-9-]{1,64})/aws4_request");

  @Inject private transient Requests requests;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    UUID id = RequestId.random().value();
    try {
      ToolPath.require(request);
      ToolVisit visit = ToolVisit.require(request);
      SignedRequest signed = signed(request, visit, id);
      requests.relay(
          visit.actor(),
          new ConnectionId(visit.session().access().connection()),
          signed,
          (head, body) -> answer(head, body, response));
    } catch (RuntimeException e) {
      if (response.isCommitted()) {
        throw e;
      }
      // What is there already of AWS's answer is not ours.
      response.reset();
      tell(
          e instanceof UncheckedIOException
              ? new ProblemException(ErrorCode.AWS_UNAVAILABLE, e)
              : e,
          id,
          request,
          response);
    }
  }

  private static SignedRequest signed(HttpServletRequest request, ToolVisit visit, UUID id)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new ProblemException(ErrorCode.REQUEST_TOO_LARGE);
    }
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
    }
    String query = request.getQueryString();
    return new SignedRequest(
        id,
        visit.actor(),
        request.getMethod(),
        request.getRequestURI(),
        ToolPath.prefix(request),
        query == null ? "" : query,
        headers,
        Base64.getEncoder().encodeToString(body));
  }

  private static void answer(AnswerHead head, InputStream body, HttpServletResponse response)
      throws IOException {
    response.setStatus(head.status());
    // A cache between us and the tool gives it to nobody else, whatever AWS's own headers allow.
    response.setHeader("Vary", "*");
    head.headers()
        .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    body.transferTo(response.getOutputStream());
  }

  private void tell(
      RuntimeException thrown, UUID id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Problem problem = ProblemMapper.problem(thrown);
    ProblemMapper.retryAfter(thrown)
        .ifPresent(seconds -> response.setHeader("Retry-After", Long.toString(seconds)));
    Matcher scope = SERVICE.matcher(String.valueOf(request.getHeader("Authorization")));
    String service = scope.find() ? scope.group(1) : "";
    ToolProblem told = ToolProblem.of(problem, service, protocol(request, service), id);
    response.setStatus(problem.status());
    response.setContentType(told.type());
    response.setHeader("x-amzn-RequestId", id.toString());
    told.headers().forEach(response::setHeader);
    response.getOutputStream().write(told.body());
  }

  /** Also of a service that nothing may be asked of. */
  private Protocol protocol(HttpServletRequest request, String service) {
    String path = request.getRequestURI().substring(ToolPath.prefix(request).length());
    return requests
        .rest(service)
        .orElseGet(() -> Protocol.spoken(path, request.getHeader("X-Amz-Target") != null));
  }
}
