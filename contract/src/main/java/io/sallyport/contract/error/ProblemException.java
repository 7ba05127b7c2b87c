package io.sallyport.contract.error;

/**
 * Carries a {@link Problem} to the one place of each edge that answers it. Nothing was changed by
 * what threw it, unless the problem says so.
 */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(ErrorCode code) {
    this(Problem.of(code), null);
  }

  public ProblemException(ErrorCode code, Throwable cause) {
    this(Problem.of(code), cause);
  }

  public ProblemException(Problem problem) {
    this(problem, null);
  }

  public ProblemException(Problem problem, Throwable cause) {
    super(problem.code() + ": " + problem.title(), cause);
    this.problem = problem;
  }

  /** Says which field or parameter was wrong, and how. */
  public static ProblemException in(ErrorCode code, String parameter, String what) {
    return new ProblemException(Problem.of(code, what, parameter, null));
  }

  public Problem problem() {
    return problem;
  }
}
