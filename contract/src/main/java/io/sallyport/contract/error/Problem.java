package io.sallyport.contract.error;

/**
 * An error as it travels: problem details after RFC 9457, with Sallyport's code as an extension.
 *
 * @param type {@code urn:sallyport:problem:} and the code
 * @param title what happened
 * @param status HTTP status
 * @param detail what was wrong this time and what to do next
 * @param code stable code, {@code SP-…}
 * @param parameter the offending field or parameter, or null
 * @param requestId the request's id for support, or null
 * @param aws AWS's own error, or null
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String parameter,
    String requestId,
    AwsError aws) {

  /** The media type of problem details. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A problem with the code's own sentences. */
  public static Problem of(ErrorCode code) {
    return of(code, null, null, null);
  }

  /**
   * A problem.
   *
   * @param what what was wrong this time, or null when the title says all
   * @param parameter the offending field, or null
   * @param aws AWS's own error, or null
   */
  public static Problem of(ErrorCode code, String what, String parameter, AwsError aws) {
    String detail = what == null ? code.advice() : what + " " + code.advice();
    return new Problem(
        "urn:sallyport:problem:" + code.code(),
        code.title(),
        code.status(),
        detail,
        code.code(),
        parameter,
        null,
        aws);
  }

  /** The same problem, naming the request it belongs to. */
  public Problem during(String request) {
    return new Problem(type, title, status, detail, code, parameter, request, aws);
  }

  /** The code as a value. */
  public ErrorCode errorCode() {
    return ErrorCode.of(code);
  }
}
