package io.sallyport.web.sso;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a provider sends a browser back to. It comes from another site, so that its session cookie
 * ({@code SameSite=Strict}) stays behind, and a session that is begun here would take its place:
 * this is a page without Faces, which begin one. Its script hands on what the browser brought, from
 * the portal's own site then.
 */
@WebServlet("/sso/callback/*")
public class SsoCallback extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String PAGE = "/WEB-INF/pages/sso-returned.html";
  private static final String POLICY =
      "default-src 'none'; base-uri 'none'; connect-src 'self'; form-action 'none';"
          + " frame-ancestors 'none'; img-src 'self'; style-src 'self'; script-src 'self'";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setContentType("text/html");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Content-Security-Policy", POLICY);
    try (InputStream page = getServletContext().getResourceAsStream(PAGE)) {
      page.transferTo(response.getOutputStream());
    }
  }
}
