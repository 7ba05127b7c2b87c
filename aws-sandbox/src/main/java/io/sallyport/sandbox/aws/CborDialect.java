package io.sallyport.sandbox.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.sallyport.sandbox.signature.SignatureRefusal;
import io.sallyport.sandbox.wire.AwsFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/**
 * Smithy RPC v2 CBOR, with the words of the same service's other protocol.
 *
 * @see <a href="https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html">The
 *     protocol</a>
 */
record CborDialect(Dialect words) implements Dialect {
  private static final CBORMapper MAPPER = new CBORMapper(new CBORFactory());
  private static final int EPOCH_SECONDS = 1;

  @Override
  public String contentType() {
    return "application/cbor";
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("smithy-protocol", "rpc-v2-cbor");
  }

  @Override
  public byte[] success(String action, String requestId, Answer answer) {
    return written(((Answer.Json) answer).document());
  }

  @Override
  public byte[] failure(AwsFault fault, String requestId) {
    return written(
        JsonNodeFactory.instance
            .objectNode()
            .put("__type", "com.amazonaws.monitoring#" + fault.code())
            .put("message", fault.getMessage()));
  }

  private static byte[] written(JsonNode document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator cbor = MAPPER.getFactory().createGenerator(bytes)) {
      write(document, cbor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonNode value, CBORGenerator cbor) throws IOException {
    if (value.isObject()) {
      cbor.writeStartObject();
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        cbor.writeFieldName(member.getKey());
        write(member.getValue(), cbor);
      }
      cbor.writeEndObject();
    } else if (value.isArray()) {
      cbor.writeStartArray();
      for (JsonNode element : value) {
        write(element, cbor);
      }
      cbor.writeEndArray();
    } else if (value instanceof POJONode time) {
      cbor.writeTag(EPOCH_SECONDS);
      cbor.writeNumber(((Instant) time.getPojo()).getEpochSecond());
    } else {
      MAPPER.writeTree((JsonGenerator) cbor, value);
    }
  }

  @Override
  public AwsFault refused(SignatureRefusal refusal) {
    return words.refused(refusal);
  }

  @Override
  public AwsFault unauthorized(String principal, String action, String resource, String because) {
    return words.unauthorized(principal, action, resource, because);
  }

  @Override
  public AwsFault unknownAction(String action, String version) {
    return words.unknownAction(action, version);
  }

  @Override
  public AwsFault malformedPolicy(String message) {
    return words.malformedPolicy(message);
  }

  @Override
  public AwsFault throttled() {
    return words.throttled();
  }

  @Override
  public AwsFault broken() {
    return words.broken();
  }
}
