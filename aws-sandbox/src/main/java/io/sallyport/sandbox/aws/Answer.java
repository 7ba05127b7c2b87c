package io.sallyport.sandbox.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.wire.WireBody;
import io.sallyport.sandbox.wire.XmlBody;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What an operation answers, in the protocol of its service. */
public sealed interface Answer {
  /**
   * Of a service of the query protocols.
   *
   * @param content of the answer; empty for operations that say only that it was done
   */
  record Xml(Optional<Consumer<XmlBody>> content) implements Answer {}

  /**
   * Of a service of the JSON protocols, or of one that speaks several.
   *
   * @param content writes the members of the answer; nothing for those that have none
   */
  record Json(Consumer<ObjectNode> content) implements Answer {
    ObjectNode document() {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      content.accept(root);
      return root;
    }
  }

  /**
   * Content that is no document.
   *
   * @param status HTTP status
   */
  record Content(int status, WireBody body, Map<String, String> headers) implements Answer {
    public Content {
      headers = Map.copyOf(headers);
    }
  }

  static Answer content(int status, WireBody body, Map<String, String> headers) {
    return new Content(status, body, headers);
  }

  static Answer of(Consumer<XmlBody> content) {
    return new Xml(Optional.of(content));
  }

  /** An answer that says only that it was done. */
  static Answer done() {
    return new Xml(Optional.empty());
  }

  static Answer json(Consumer<ObjectNode> content) {
    return new Json(content);
  }
}
