package io.sallyport.sandbox.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.sallyport.sandbox.wire.XmlBody;

/** Writes what a service of several protocols answers as the query protocol has it. */
final class DocumentXml {
  private DocumentXml() {}

  static void write(JsonNode object, XmlBody xml) {
    object.properties().forEach(each -> member(each.getKey(), each.getValue(), xml));
  }

  private static void member(String name, JsonNode value, XmlBody xml) {
    if (value.isObject()) {
      xml.inside(name, () -> write(value, xml));
    } else if (value.isArray()) {
      xml.inside(name, () -> value.forEach(element -> member("member", element, xml)));
    } else {
      xml.text(name, value instanceof POJONode time ? time.getPojo() : value.asText());
    }
  }
}
