package io.sallyport.web.edge;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.Problems;
import io.sallyport.tenancy.limit.RateLimited;
import jakarta.ejb.EJBAccessException;
import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/** The one place where the portal turns what was thrown into a problem (RFC 9457). */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());

  /** After which there may be room again where as much as may be was under way. */
  private static final int FULL_SECONDS = 2;

  @Override
  public Response toResponse(Throwable thrown) {
    Problem problem = problem(thrown);
    Response.ResponseBuilder answer =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    retryAfter(thrown).ifPresent(seconds -> answer.header(HttpHeaders.RETRY_AFTER, seconds));
    return answer.build();
  }

  /** For {@code Retry-After}: seconds, where it is worth trying again then. */
  public static OptionalLong retryAfter(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof BulkheadException) {
        return OptionalLong.of(FULL_SECONDS);
      }
    }
    return RateLimited.in(thrown).stream().mapToLong(RateLimited::seconds).findFirst();
  }

  /** The problem behind {@code thrown}; one that nobody expected is logged under a request id. */
  public static Problem problem(Throwable thrown) {
    Problem problem = tell(thrown);
    if (problem.errorCode() != ErrorCode.INTERNAL || problem.requestId() != null) {
      return problem;
    }
    String request = UUID.randomUUID().toString();
    LOG.log(Level.SEVERE, "SP-INTERNAL, request " + request, thrown);
    return problem.during(request);
  }

  private static Problem tell(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof BulkheadException) {
        return Problem.of(ErrorCode.PORTAL_BUSY);
      }
      if (each instanceof EJBAccessException) {
        return Problem.of(ErrorCode.FORBIDDEN);
      }
      if (each instanceof JsonException || each instanceof JsonbException) {
        return Problem.of(ErrorCode.REQUEST_MALFORMED);
      }
    }
    return thrown instanceof WebApplicationException rest
        ? Problems.ofStatus(rest.getResponse().getStatus())
        : Problems.from(thrown);
  }
}
