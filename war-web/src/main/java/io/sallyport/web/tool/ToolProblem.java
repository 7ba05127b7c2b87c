package io.sallyport.web.tool;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.Problem;
import io.sallyport.contract.request.AllowedService.Protocol;
import jakarta.json.Json;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * A problem of ours, in the words and the form in which AWS's tools expect one of the service that
 * they asked.
 *
 * @param type the content's
 * @param headers that belong to the form
 * @param body the content
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3</a>
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">Query protocol</a>
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record ToolProblem(String type, Map<String, String> headers, byte[] body) {
  private static final String XML = "text/xml;charset=UTF-8";
  private static final CBORMapper CBOR = new CBORMapper();

  /** Codes that tools know and do something about: refresh the session, or set their clock. */
  private static final Map<ErrorCode, String> KNOWN =
      Map.of(
          ErrorCode.TOOL_SESSION_REFUSED, "ExpiredToken",
          ErrorCode.CLOCK_DIFFERS, "RequestTimeTooSkewed",
          ErrorCode.SIGNATURE_REFUSED, "SignatureDoesNotMatch",
          ErrorCode.RATE_LIMITED, "Throttling",
          ErrorCode.CONNECTION_BUSY, "Throttling",
          ErrorCode.PORTAL_BUSY, "Throttling");

  static ToolProblem of(Problem problem, String service, Protocol protocol, UUID requestId) {
    String code = KNOWN.getOrDefault(problem.errorCode(), problem.code());
    String message =
        "%s. %s (Sallyport: %s)".formatted(problem.title(), problem.detail(), problem.code());
    return switch (protocol) {
      case QUERY, REST_XML ->
          new ToolProblem(XML, Map.of(), bytes(xml(service, code, message, requestId.toString())));
      case JSON -> new ToolProblem("application/x-amz-json-1.1", Map.of(), json(code, message));
      case REST_JSON ->
          new ToolProblem(
              "application/json", Map.of("x-amzn-errortype", code), json(code, message));
      case CBOR ->
          new ToolProblem(
              "application/cbor",
              Map.of("smithy-protocol", "rpc-v2-cbor"),
              CBOR.writeValueAsBytes(Map.of("__type", code, "message", message)));
    };
  }

  private static byte[] json(String code, String message) {
    return bytes(
        Json.createObjectBuilder().add("__type", code).add("message", message).build().toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String xml(String service, String code, String message, String requestId) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      switch (service) {
        case "ec2" -> {
          xml.writeStartElement("Response");
          xml.writeStartElement("Errors");
          error(xml, code, message);
          xml.writeEndElement();
          element(xml, "RequestID", requestId);
        }
        case "s3" -> {
          xml.writeStartElement("Error");
          element(xml, "Code", code);
          element(xml, "Message", message);
          element(xml, "RequestId", requestId);
        }
        default -> {
          xml.writeStartElement("ErrorResponse");
          error(xml, code, message);
          element(xml, "RequestId", requestId);
        }
      }
      xml.writeEndElement();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static void error(XMLStreamWriter xml, String code, String message)
      throws XMLStreamException {
    xml.writeStartElement("Error");
    element(xml, "Type", "Sender");
    element(xml, "Code", code);
    element(xml, "Message", message);
    xml.writeEndElement();
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}
