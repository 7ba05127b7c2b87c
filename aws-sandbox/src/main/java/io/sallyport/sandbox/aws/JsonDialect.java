package io.sallyport.sandbox.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.wire.AwsFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * AWS JSON 1.1, with KMS's names for the common errors.
 *
 * @param brokenCode the service's code for its own failure
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">The protocol</a>
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html">KMS's common
 *     errors</a>
 */
record JsonDialect(String brokenCode) implements Dialect {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(Instant.class, new EpochSeconds()))
          .build();
  private static final int BAD_REQUEST = 400;

  /** How the protocol writes times. */
  private static final class EpochSeconds extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    EpochSeconds() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(time.getEpochSecond());
    }
  }

  @Override
  public String contentType() {
    return "application/x-amz-json-1.1";
  }

  @Override
  public byte[] success(String action, String requestId, Answer answer) {
    try {
      return JSON.writeValueAsBytes(((Answer.Json) answer).document());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public byte[] failure(AwsFault fault, String requestId) {
    return JSON.createObjectNode()
        .put("__type", fault.code())
        .put("message", fault.getMessage())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public AwsFault refused(SignatureRefusal refusal) {
    String code =
        switch (refusal.reason()) {
          case MISSING -> "MissingAuthenticationTokenException";
          case INCOMPLETE -> "IncompleteSignatureException";
          case UNKNOWN_KEY -> "UnrecognizedClientException";
          case MISMATCH, OUT_OF_TIME -> "InvalidSignatureException";
          case EXPIRED_TOKEN -> "ExpiredTokenException";
        };
    return new AwsFault(BAD_REQUEST, code, refusal.getMessage());
  }

  @Override
  public AwsFault unauthorized(String principal, String action, String resource, String because) {
    return new AwsFault(
        BAD_REQUEST,
        "AccessDeniedException",
        Dialect.notAuthorized(principal, action, resource) + " " + because);
  }

  @Override
  public AwsFault unknownAction(String action, String version) {
    return new AwsFault(BAD_REQUEST, "UnknownOperationException", "There is no such operation.");
  }

  @Override
  public AwsFault malformedPolicy(String message) {
    return new AwsFault(BAD_REQUEST, "MalformedPolicyDocumentException", message);
  }

  @Override
  public AwsFault throttled() {
    return new AwsFault(
        BAD_REQUEST,
        "ThrottlingException",
        "You have exceeded the rate at which you may call. Reduce the frequency of your calls.");
  }

  @Override
  public AwsFault broken() {
    return new AwsFault(500, brokenCode, "The request failed; it can be retried.");
  }
}
