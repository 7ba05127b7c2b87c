package io.sallyport.web.node;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Hands on a decrypt node's problem as it is; any other refusal means that it is not usable. */
public class ProblemReader implements ResponseExceptionMapper<ProblemException> {
  @Override
  public boolean handles(int status, MultivaluedMap<String, Object> headers) {
    return status >= Response.Status.BAD_REQUEST.getStatusCode();
  }

  @Override
  public ProblemException toThrowable(Response response) {
    String type = response.getHeaderString("Content-Type");
    if (type == null || !type.startsWith(Problem.MEDIA_TYPE)) {
      return new ProblemException(ErrorCode.DECRYPT_NODE_UNAVAILABLE);
    }
    try {
      return new ProblemException(response.readEntity(Problem.class));
    } catch (ProcessingException | JsonException | JsonbException e) {
      return new ProblemException(ErrorCode.DECRYPT_NODE_UNAVAILABLE, e);
    }
  }
}
