package io.sallyport.web.keys;

import io.sallyport.crypto.manifest.CurrentManifest;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The OpenPGP Web Key Directory, direct method (draft-koch-openpgp-webkey-service): the certificate
 * of {@code vault@HOST} at {@code /.well-known/openpgpkey/hu/} followed by the z-base-32 form of
 * SHA-1 over its local part.
 */
@WebServlet("/.well-known/openpgpkey/*")
public class WebKeyDirectory extends HttpServlet {
  /** Whose certificate it is, before the {@code @}. */
  public static final String LOCAL_PART = "vault";

  /** z-base-32 of SHA-1 over {@link #LOCAL_PART}. */
  static final String HASHED = "w3geuh13fpgh31sac3ycs9og8urthfa6";

  private static final long serialVersionUID = 1L;

  @Inject private transient CurrentManifest manifests;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    if ("/policy".equals(path)) {
      response.setContentType("text/plain");
    } else if (("/hu/" + HASHED).equals(path)) {
      response.setContentType("application/octet-stream");
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.getOutputStream().write(manifests.inForce().activeOpenPgpKey().binary());
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }
}
