package io.sallyport.web.edge;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Reads at most 512 KiB of a request, whatever it says its length is. */
@Provider
public class BodyLimit implements ContainerRequestFilter {
  private static final int MAX_BYTES = 512 * 1024;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    if (request.hasEntity()) {
      byte[] body = request.getEntityStream().readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        throw new ProblemException(ErrorCode.REQUEST_TOO_LARGE);
      }
      request.setEntityStream(new ByteArrayInputStream(body));
    }
  }
}
