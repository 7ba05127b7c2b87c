package io.sallyport.sandbox.control;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.wire.WireAnswer;
import io.sallyport.sandbox.wire.WireBody;
import java.util.Map;
import java.util.function.Consumer;

/** Answers in JSON, which nobody may keep because credentials can be in it. */
final class JsonAnswer {
  private static final JsonMapper JSON = new JsonMapper();

  private JsonAnswer() {}

  static WireAnswer of(int status, Consumer<ObjectNode> content) {
    ObjectNode root = JSON.createObjectNode();
    content.accept(root);
    return new WireAnswer(
        status,
        "application/json",
        WireBody.of(root.toString()),
        Map.of("Cache-Control", "no-store"));
  }

  /** A refusal, in the shape that the SDK's container credentials provider reads. */
  static WireAnswer refusal(int status, String code, String message) {
    return of(status, json -> json.put("code", code).put("message", message));
  }
}
