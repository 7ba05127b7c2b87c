package io.sallyport.api.aws;

import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.AwsS3V4Signer;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.auth.signer.S3SignerExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.signer.Signer;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.regions.Region;

/**
 * Signs requests as they are, by AWS Signature Version 4: all of their headers and their body, and
 * nothing besides but host, time and session. The SDK's newer signer signs a header more than tools
 * do, so that it could not tell whether theirs is the same.
 */
@SuppressWarnings("deprecation")
public final class WireSigner {
  /** Its paths are signed as they are, those of all other services are encoded once more. */
  private static final String S3 = "s3";

  private WireSigner() {}

  /**
   * Signs.
   *
   * @param withContent whether the content is signed; S3 takes requests where it is not
   */
  public static SdkHttpFullRequest sign(
      SdkHttpFullRequest request,
      AwsCredentials credentials,
      String service,
      Region region,
      Clock clock,
      boolean withContent) {
    boolean s3 = service.equals(S3);
    Signer signer = s3 ? AwsS3V4Signer.create() : Aws4Signer.create();
    return signer.sign(
        request,
        new ExecutionAttributes()
            .putAttribute(AwsSignerExecutionAttribute.AWS_CREDENTIALS, credentials)
            .putAttribute(AwsSignerExecutionAttribute.SERVICE_SIGNING_NAME, service)
            .putAttribute(AwsSignerExecutionAttribute.SIGNING_REGION, region)
            .putAttribute(AwsSignerExecutionAttribute.SIGNING_CLOCK, clock)
            .putAttribute(AwsSignerExecutionAttribute.SIGNER_DOUBLE_URL_ENCODE, !s3)
            .putAttribute(AwsSignerExecutionAttribute.SIGNER_NORMALIZE_PATH, !s3)
            .putAttribute(S3SignerExecutionAttribute.ENABLE_PAYLOAD_SIGNING, withContent)
            .putAttribute(S3SignerExecutionAttribute.ENABLE_CHUNKED_ENCODING, false));
  }
}
