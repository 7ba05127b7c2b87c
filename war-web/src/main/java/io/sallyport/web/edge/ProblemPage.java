package io.sallyport.web.edge;

import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.Problems;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The page for what no other page could answer. */
@Named
@RequestScoped
public class ProblemPage {
  /** The request's attribute with a problem that is known before any page was begun. */
  public static final String KNOWN = "sallyport.problem";

  private static final int SERVER_ERROR = 500;

  @Inject private HttpServletRequest request;

  private Problem problem;

  @PostConstruct
  void read() {
    if (request.getAttribute(KNOWN) instanceof Problem known) {
      problem = known;
      return;
    }
    Throwable thrown = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    Integer status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    boolean failed = thrown != null && (status == null || status >= SERVER_ERROR);
    problem =
        failed
            ? ProblemMapper.problem(thrown)
            : Problems.ofStatus(status == null ? HttpServletResponse.SC_NOT_FOUND : status);
  }

  /** Gives the answer the problem's own status. */
  public void answer() {
    FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(problem.status());
  }

  public Problem getProblem() {
    return problem;
  }
}
