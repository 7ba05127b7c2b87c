package io.sallyport.web.tool;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Brings what AWS tools signed to {@link ToolServlet}, also where that is not mapped. */
@WebFilter("/*")
public class SignedRequests extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (ToolPath.isSigned(request) && !ToolPath.isUnderPrefix(request)) {
      getServletContext().getNamedDispatcher(ToolServlet.NAME).forward(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
