package io.sallyport.api.aws;

import io.sallyport.api.running.RunningRequests;
import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Takes note of what each answer says of the time, and lets whoever waits for one be broken off,
 * whichever client asks.
 */
final class ObservedClient implements SdkHttpClient {
  private final SdkHttpClient to;
  private final AwsClock clock;
  private final RunningRequests running;

  ObservedClient(SdkHttpClient to, AwsClock clock, RunningRequests running) {
    this.to = to;
    this.clock = clock;
    this.running = running;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = to.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        running.waitsFor(prepared::abort);
        HttpExecuteResponse answer = prepared.call();
        clock.heard(answer.httpResponse());
        return answer;
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  @Override
  public String clientName() {
    return to.clientName();
  }

  @Override
  public void close() {
    to.close();
  }
}
