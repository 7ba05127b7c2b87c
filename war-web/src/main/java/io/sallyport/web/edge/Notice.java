package io.sallyport.web.edge;

import io.sallyport.contract.error.Problem;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** What a page has to tell about the action that was just tried: nothing, or a problem. */
@Named
@RequestScoped
public class Notice {
  private Problem problem;

  /** Runs an action of a page; what it throws is shown on the page, which keeps its state. */
  public void during(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      problem = ProblemMapper.problem(e);
    }
  }

  /** The problem, or null. */
  public Problem getProblem() {
    return problem;
  }
}
