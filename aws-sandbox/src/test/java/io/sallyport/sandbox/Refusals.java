package io.sallyport.sandbox;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Expects a call to be refused with a code and a status. */
final class Refusals {
  private Refusals() {}

  static AwsServiceException refused(String code, int status, ThrowingCallable call) {
    AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call);
    Assertions.assertThat(refusal).as("refusal with " + code).isNotNull();
    Assertions.assertThat(refusal.awsErrorDetails().errorCode())
        .as(refusal.getMessage())
        .isEqualTo(code);
    Assertions.assertThat(refusal.statusCode()).isEqualTo(status);
    Assertions.assertThat(refusal.requestId()).isNotBlank();
    return refusal;
  }

  /** EC2's 401: the JDK's HttpURLConnection, which this client uses, drops its body. */
  static void refusedUnread(int status, ThrowingCallable call) {
    AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call);
    Assertions.assertThat(refusal).as("refusal with " + status).isNotNull();
    Assertions.assertThat(refusal.statusCode()).isEqualTo(status);
  }
}
