package io.sallyport.api.wire;

import io.sallyport.api.aws.AwsClock;
import io.sallyport.api.aws.AwsEndpoint;
import io.sallyport.api.aws.WireSigner;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.AllowedService;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.contract.request.WireRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.regions.Region;

/**
 * Hands tools' requests on to AWS, signed with other credentials and otherwise unchanged, as is the
 * answer. Sent once: what is sent again, the tool sends again.
 */
@ApplicationScoped
public class WireCalls {
  private static final Set<String> FOR_THE_TOOL =
      Set.of(
          "content-type",
          "smithy-protocol",
          "content-length",
          "content-range",
          "accept-ranges",
          "content-encoding",
          "content-disposition",
          "content-language",
          "cache-control",
          "expires",
          "etag",
          "last-modified");

  @Inject private AwsEndpoint endpoint;
  @Inject private AwsClock clock;

  /**
   * Sends one.
   *
   * @throws ProblemException {@code SP-AWS-UNAVAILABLE}; what AWS answers, an error too, is no
   *     exception
   */
  public WireAnswer send(
      WireRequest request, AllowedService service, AwsCredentialsProvider by, Region region) {
    SdkHttpFullRequest signed =
        WireSigner.sign(
            WireForm.of(request, endpoint.of(service.endpoint(), region)),
            (AwsCredentials) by.resolveCredentials(),
            request.service(),
            AwsEndpoint.signingRegion(service.endpoint(), region),
            clock.signing(),
            true);
    try {
      HttpExecuteResponse answer = endpoint.send(signed);
      return new WireAnswer(
          new AnswerHead(answer.httpResponse().statusCode(), forTheTool(answer)),
          answer
              .responseBody()
              .<InputStream>map(each -> each)
              .orElse(InputStream.nullInputStream()));
    } catch (IOException e) {
      throw new ProblemException(ErrorCode.AWS_UNAVAILABLE, e);
    }
  }

  /**
   * Whether a header of AWS's answers is for the tool.
   *
   * @param name in lower case
   */
  public static boolean isForTheTool(String name) {
    return FOR_THE_TOOL.contains(name) || name.startsWith("x-amz");
  }

  private static Map<String, List<String>> forTheTool(HttpExecuteResponse answer) {
    Map<String, List<String>> headers = new TreeMap<>();
    answer
        .httpResponse()
        .forEachHeader(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (isForTheTool(lower)) {
                headers.put(lower, values);
              }
            });
    return headers;
  }
}
