package io.sallyport.api.aws;

import io.sallyport.contract.error.AwsError;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.ServiceAnswer;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells from what the SDK threw which problem it is, keeping AWS's own error whole. */
public final class AwsProblems {
  private static final Logger LOG = Logger.getLogger(AwsProblems.class.getName());
  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation");
  private static final Set<String> SESSION_GONE =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidToken",
          "UnrecognizedClientException",
          "AuthFailure");
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private AwsProblems() {}

  /** AWS's own error; a failure to reach AWS has no status and tells no more than its kind. */
  public static AwsError error(SdkException thrown) {
    if (thrown instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return new AwsError(
          service.awsErrorDetails().errorCode(),
          service.awsErrorDetails().errorMessage(),
          service.requestId(),
          service.statusCode(),
          isRetryable(service));
    }
    return new AwsError(
        thrown.getClass().getSimpleName(),
        "No answer from AWS that could be used.",
        null,
        0,
        /* retryable= */ true);
  }

  /** As the SDK's own retries decide it. */
  private static boolean isRetryable(AwsServiceException thrown) {
    return thrown.isRetryableException()
        || thrown.isThrottlingException()
        || thrown.isClockSkewException()
        || thrown.statusCode() >= SERVER_ERROR;
  }

  /** Kinds only: what a parser says may quote the customer's data. */
  public static String kinds(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .map(each -> each.getClass().getName())
        .collect(Collectors.joining(", because of "));
  }

  /** Whether AWS said that we may not. */
  public static boolean isDenied(SdkException thrown) {
    AwsError error = error(thrown);
    // An answer to a HEAD request has a status, and no place for a code.
    return error.code() == null ? error.status() == FORBIDDEN : DENIED.contains(error.code());
  }

  /** Whether AWS would have done it, had it not been a rehearsal. */
  public static boolean isRehearsed(SdkException thrown) {
    return "DryRunOperation".equals(error(thrown).code());
  }

  /** The same of an answer that was not read as one of the SDK's, by how its document begins. */
  public static boolean isRehearsed(String said) {
    return said.contains("<Code>DryRunOperation</Code>");
  }

  /** As the answer of an operation: AWS tells by an error that it would have done it. */
  public static ServiceAnswer rehearsed(UUID requestId, SdkException told) {
    AwsError said = error(told);
    return new ServiceAnswer(
        requestId, said.requestId(), Map.of("DryRun", true, "Message", said.message()));
  }

  /** Whether AWS answered that something is wrong with what it was asked, or with who asked. */
  public static boolean isRejected(SdkException thrown) {
    return thrown instanceof AwsServiceException service
        && !service.isThrottlingException()
        && service.statusCode() > 0
        && service.statusCode() < SERVER_ERROR;
  }

  /** Whether AWS asks for patience. */
  public static boolean isThrottled(SdkException thrown) {
    return thrown instanceof AwsServiceException service && service.isThrottlingException();
  }

  /** Whether the same may well succeed in a while. */
  public static boolean isPassing(ProblemException thrown) {
    ErrorCode code = thrown.problem().errorCode();
    return code == ErrorCode.AWS_THROTTLED || code == ErrorCode.AWS_UNAVAILABLE;
  }

  /**
   * Whether AWS does not know the session (any more) that a call was made in: then nothing was
   * done.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2's
   *     error codes</a>
   */
  public static boolean isSessionGone(SdkException thrown) {
    String code = error(thrown).code();
    return code != null && SESSION_GONE.contains(code);
  }

  /**
   * The same of an answer that is handed on, by whatever of it names the error.
   *
   * @param status its HTTP status
   * @param said how its error type and its document begin; empty where it has neither, as to HEAD
   */
  public static boolean isSessionGone(int status, String said) {
    // S3 tells HEAD by 400 alone; by 403 it says that there is no such object, too.
    return said.isEmpty()
        ? status == BAD_REQUEST || status == UNAUTHORIZED
        : SESSION_GONE.stream().anyMatch(said::contains);
  }

  /** Whether AWS finds that the request is of another time than its own. */
  private static boolean isOutOfTime(SdkException thrown) {
    return thrown instanceof AwsServiceException service && service.isClockSkewException();
  }

  /** What failed while a role was being assumed. */
  public static ProblemException entering(SdkException thrown) {
    return isDenied(thrown) ? problem(ErrorCode.AWS_ACCOUNT_UNAVAILABLE, thrown) : calling(thrown);
  }

  /** What failed while an operation was being called. */
  public static ProblemException calling(SdkException thrown) {
    if (isThrottled(thrown)) {
      return problem(ErrorCode.AWS_THROTTLED, thrown);
    }
    if (isDenied(thrown)) {
      return problem(ErrorCode.AWS_ACCESS_DENIED, thrown);
    }
    if (isOutOfTime(thrown)) {
      return problem(ErrorCode.AWS_CLOCK_DIFFERS, thrown);
    }
    return problem(isRejected(thrown) ? ErrorCode.AWS_REJECTED : ErrorCode.AWS_UNAVAILABLE, thrown);
  }

  private static ProblemException problem(ErrorCode code, SdkException thrown) {
    if (code == ErrorCode.AWS_UNAVAILABLE) {
      LOG.warning(() -> "No answer from AWS that could be used: " + kinds(thrown));
    }
    return new ProblemException(Problem.of(code, null, null, error(thrown)), thrown);
  }
}
