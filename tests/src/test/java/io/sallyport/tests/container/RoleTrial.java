package io.sallyport.tests.container;

import io.sallyport.contract.connection.ConnectionState;
import io.sallyport.contract.connection.VerificationReport;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.envelope.SealingTicket;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.vault.Rewrap;
import io.sallyport.contract.vault.SealedRecord;
import jakarta.ejb.EJBAccessException;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Calls one method in one role inside the container, with harmless arguments, and answers how the
 * call ended: {@code refused}, {@code done}, or a problem's sentence. Anything else is an error.
 */
@WebServlet("/trial")
public class RoleTrial extends HttpServlet {
  static final String REFUSED = "refused";
  static final String DONE = "done";

  private static final long serialVersionUID = 1L;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final transient Actor actor = new Actor(UUID.randomUUID(), UUID.randomUUID());

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String role = request.getParameter("role");
    String type = request.getParameter("type");
    response.setContentType("text/plain");
    try {
      String answer =
          type == null
              ? String.join(",", Caller.as(role, RoleTrial::roles))
              : outcome(role, Class.forName(type), request.getParameter("method"));
      response.getWriter().print(answer);
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  private static List<String> roles() throws Exception {
    RoleWitness witness = Caller.ejb("RoleWitness");
    return witness.roles();
  }

  private String outcome(String role, Class<?> type, String signature) throws Exception {
    Object bean = CDI.current().select(type).get();
    Method method =
        Arrays.stream(type.getMethods())
            .filter(each -> each.toString().equals(signature))
            .findFirst()
            .orElseThrow();
    Object[] arguments = Arrays.stream(method.getParameterTypes()).map(this::harmless).toArray();
    try {
      Caller.as(role, () -> method.invoke(bean, arguments));
      return DONE;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof EJBAccessException) {
        return REFUSED;
      }
      if (e.getCause() instanceof ProblemException problem) {
        return problem.getMessage();
      }
      throw e;
    }
  }

  private SealingContext context() {
    return new SealingContext(
        new TenantId(actor.tenant()),
        ConnectionId.random(),
        1,
        SealingContext.ACCOUNT_FORM,
        SealingTicket.issue(RANDOM));
  }

  /** An argument that is well formed and names nothing that exists. */
  private Object harmless(Class<?> type) {
    if (type == Actor.class) {
      return actor;
    }
    if (type == ConnectionId.class) {
      return ConnectionId.random();
    }
    if (type == UUID.class) {
      return UUID.randomUUID();
    }
    if (type == VerificationReport.class) {
      return new VerificationReport(UUID.randomUUID(), 1, ConnectionState.BROKEN, List.of());
    }
    if (type == SealedRecord.class) {
      return new SealedRecord(context(), new byte[] {1, 2, 3}, "not.a.signature");
    }
    if (type == SealingContext.class) {
      return context();
    }
    if (type == PersonId.class) {
      return PersonId.random();
    }
    if (type == Rewrap.Item.class) {
      return new Rewrap.Item(new TenantId(actor.tenant()), ConnectionId.random(), 1);
    }
    if (type == SealedEnvelope.class) {
      return new SealedEnvelope("inner", "outer", new byte[] {1}, new byte[32], "not.a.signature");
    }
    if (type == String.class) {
      return "harmless";
    }
    if (type == byte[].class) {
      return new byte[32];
    }
    if (type == int.class) {
      return 1;
    }
    throw new IllegalArgumentException("this test has no " + type + " to call with: add one");
  }
}
