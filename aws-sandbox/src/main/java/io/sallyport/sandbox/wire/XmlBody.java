package io.sallyport.sandbox.wire;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML answer under construction. Characters that XML cannot hold become U+FFFD. */
public final class XmlBody {
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private XmlBody() throws XMLStreamException {
    xml = FACTORY.createXMLStreamWriter(text);
  }

  /** The document with that root element, whose content is written by the consumer. */
  public static String document(String root, String namespace, Consumer<XmlBody> content) {
    try {
      XmlBody body = new XmlBody();
      body.xml.writeStartDocument("UTF-8", "1.0");
      body.xml.writeStartElement(root);
      if (!namespace.isEmpty()) {
        body.xml.writeDefaultNamespace(namespace);
      }
      content.accept(body);
      body.xml.writeEndElement();
      body.xml.writeEndDocument();
      body.xml.flush();
      return body.text.toString();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The same, in UTF-8. */
  public static byte[] bytes(String root, String namespace, Consumer<XmlBody> content) {
    return document(root, namespace, content).getBytes(StandardCharsets.UTF_8);
  }

  /** An element with text. */
  public XmlBody text(String name, Object value) {
    try {
      xml.writeStartElement(name);
      xml.writeCharacters(allowed(value instanceof Instant time ? TIME.format(time) : value));
      xml.writeEndElement();
      return this;
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** An element with elements in it. */
  public XmlBody inside(String name, Runnable content) {
    try {
      xml.writeStartElement(name);
      content.run();
      xml.writeEndElement();
      return this;
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A list element with one item element per value. */
  public <T> XmlBody list(String name, String item, Iterable<T> values, Consumer<T> content) {
    return inside(name, () -> values.forEach(value -> inside(item, () -> content.accept(value))));
  }

  /** A list of key and value structures; nothing at all where there are no tags. */
  public XmlBody tags(
      String name, String item, String key, String value, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      list(name, item, tags.entrySet(), t -> text(key, t.getKey()).text(value, t.getValue()));
    }
    return this;
  }

  private static String allowed(Object value) {
    return String.valueOf(value)
        .replaceAll(
            "[^\\u0009\\u000A\\u000D\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]",
            "\uFFFD");
  }
}
