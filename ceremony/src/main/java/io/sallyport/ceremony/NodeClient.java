package io.sallyport.ceremony;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The vault's door of one decrypt node, as a custodian reaches it from their own machine. */
public final class NodeClient {
  private final URI node;
  private final HttpClient client;

  /** A node refused: its own code and sentences. */
  public static final class NodeRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    NodeRefused(String code, String message) {
      super(message);
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  /**
   * A client.
   *
   * @param node e.g. {@code https://decrypt-1:9444}
   * @param client shows the custodian's certificate
   */
  public NodeClient(URI node, HttpClient client) {
    this.node = node;
    this.client = client;
  }

  /** How the vault stands, as the node says it in JSON. */
  public JsonObject state() throws IOException, InterruptedException, NodeRefused {
    return send(request("state").GET());
  }

  /** Submits a share. */
  public JsonObject submit(String share) throws IOException, InterruptedException, NodeRefused {
    String body = Json.createObjectBuilder().add("share", share.strip()).build().toString();
    return send(request("shares").POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Has the node forget the shares submitted so far. */
  public JsonObject abort() throws IOException, InterruptedException, NodeRefused {
    return send(request("shares").DELETE());
  }

  /** Seals the node. */
  public JsonObject seal() throws IOException, InterruptedException, NodeRefused {
    return send(request("seal").POST(HttpRequest.BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(node.resolve("/vault/v1/" + path))
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(30));
  }

  private JsonObject send(HttpRequest.Builder request)
      throws IOException, InterruptedException, NodeRefused {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    JsonObject answer;
    try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
      answer = reader.readObject();
    } catch (JsonException e) {
      throw new NodeRefused(
          "HTTP " + response.statusCode(),
          "The node answered with status " + response.statusCode());
    }
    if (response.statusCode() != 200) {
      throw new NodeRefused(
          answer.getString("code", "HTTP " + response.statusCode()),
          answer.getString("title", "The node refused") + ". " + answer.getString("detail", ""));
    }
    return answer;
  }
}
