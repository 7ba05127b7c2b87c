package io.sallyport.api.operation;

import io.sallyport.api.aws.AwsClock;
import io.sallyport.api.aws.AwsEndpoint;
import io.sallyport.api.aws.WireSigner;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.AllowedService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/**
 * Calls operations of services whose client is not part of this release, in AWS JSON, once: what is
 * only read can be asked for again by whoever wants it.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1</a>
 */
@ApplicationScoped
public class JsonCalls {
  private static final String TYPE = "application/x-amz-json-1.1";

  private final Jsonb jsonb = JsonbBuilder.create();

  @Inject private AwsEndpoint endpoint;
  @Inject private AwsClock clock;

  AwsCall.Answer call(
      AllowedOperation operation,
      Map<String, Object> parameters,
      Region region,
      AwsCredentialsProvider credentials) {
    AllowedService service = operation.at();
    byte[] body = jsonb.toJson(parameters).getBytes(StandardCharsets.UTF_8);
    SdkHttpFullRequest request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint.of(service.endpoint(), region))
            .encodedPath("/")
            .putHeader("Content-Type", TYPE)
            .putHeader("X-Amz-Target", service.target().orElseThrow() + "." + operation.name())
            .contentStreamProvider(() -> new ByteArrayInputStream(body))
            .build();
    SdkHttpFullRequest signed =
        WireSigner.sign(
            request,
            (AwsCredentials) credentials.resolveCredentials(),
            service.signingName(),
            region,
            clock.signing(),
            true);
    try {
      return answer(endpoint.send(signed));
    } catch (IOException e) {
      throw SdkClientException.create("No answer", e);
    }
  }

  private AwsCall.Answer answer(HttpExecuteResponse response) throws IOException {
    String requestId = response.httpResponse().firstMatchingHeader("x-amzn-RequestId").orElse(null);
    Map<String, Object> document;
    try (InputStream in =
        response
            .responseBody()
            .<InputStream>map(each -> each)
            .orElse(InputStream.nullInputStream())) {
      document = document(in.readAllBytes());
    }
    if (response.httpResponse().isSuccessful()) {
      return new AwsCall.Answer(requestId, document);
    }
    String type = Objects.toString(document.get("__type"), "");
    throw AwsServiceException.builder()
        .statusCode(response.httpResponse().statusCode())
        .requestId(requestId)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(type.substring(type.indexOf('#') + 1))
                .errorMessage(
                    Objects.toString(document.getOrDefault("message", document.get("Message")), ""))
                .build())
        .build();
  }

  @SuppressWarnings("unchecked") // JSON: an object's names are strings
  private Map<String, Object> document(byte[] body) {
    try {
      return (Map<String, Object>)
          jsonb.fromJson(new String(body, StandardCharsets.UTF_8), Map.class);
    } catch (RuntimeException e) {
      throw SdkClientException.create("No document", e);
    }
  }
}
