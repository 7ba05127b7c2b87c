package io.sallyport.tests.container;

import jakarta.ejb.EJBAccessException;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Calls one method in one role with nothing at all, and answers whether the call was refused before
 * it began: what a method does with nothing is not asked here.
 */
@WebServlet("/access")
public class AccessTrial extends HttpServlet {
  static final String REFUSED = "refused";
  static final String LET_IN = "let in";

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    try {
      Class<?> type = Class.forName(request.getParameter("type"));
      for (Method method : type.getMethods()) {
        if (method.toString().equals(request.getParameter("method"))) {
          response.getWriter().print(outcome(request.getParameter("role"), type, method));
        }
      }
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static String outcome(String role, Class<?> type, Method method) throws Exception {
    Object bean = CDI.current().select(type).get();
    Object[] nothing = new Object[method.getParameterCount()];
    for (int i = 0; i < nothing.length; i++) {
      nothing[i] = zero(method.getParameterTypes()[i]);
    }
    try {
      Caller.as(role, () -> method.invoke(bean, nothing));
      return LET_IN;
    } catch (InvocationTargetException e) {
      return e.getCause() instanceof EJBAccessException ? REFUSED : LET_IN;
    }
  }

  private static Object zero(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == long.class) {
      return 0L;
    }
    return type == int.class ? 0 : null;
  }
}
