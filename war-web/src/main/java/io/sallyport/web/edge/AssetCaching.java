package io.sallyport.web.edge;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets browsers keep our scripts and styles if they ask each time whether these are current: a
 * sealing script must never be an old one. Everything else is {@code no-store}, by the endpoint.
 */
@WebFilter("/assets/*")
public class AssetCaching implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ((HttpServletResponse) response).setHeader("Cache-Control", "no-cache");
    chain.doFilter(request, response);
  }
}
