package io.sallyport.web.sso;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Where a provider sends a browser back to. It comes from another site, so that its session cookie
 * ({@code SameSite=Strict}) stays behind, and no session may be begun here: the page's script hands
 * on what it brought, from the portal's own site then.
 */
@WebServlet("/sso/callback/*")
public class SsoCallback extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.getRequestDispatcher("/sso/returned.xhtml").forward(request, response);
  }
}
