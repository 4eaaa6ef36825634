package io.freehold.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freehold.engine.ClusterUnreachableException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** A complete answer of the API server. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, byte[] body, HttpHeaders headers) {
  private static final int TEXT_LIMIT = 300;

  boolean ok() {
    return status >= 200 && status < 300;
  }

  /** The body as JSON. */
  JsonNode json() {
    try {
      return Json.MAPPER.readTree(body);
    } catch (IOException e) {
      throw new ClusterUnreachableException(
          "the API server answered " + status + " with something that is not JSON", e);
    }
  }

  /**
   * The {@code Status} that says why a request was refused; made up when a proxy answered in its
   * stead.
   */
  Failure failure() {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(body);
    } catch (IOException e) {
      json = MissingNode.getInstance();
    }
    if (json.path("kind").asText().equals("Status")) {
      return new Failure(
          status,
          json.path("reason").asText(""),
          json.path("message").asText(""),
          json.path("details"));
    }
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return new Failure(
        status,
        "",
        text.length() > TEXT_LIMIT ? text.substring(0, TEXT_LIMIT) + "…" : text,
        MissingNode.getInstance());
  }

  /** Why a request was refused, as the API server says it. */
  record Failure(int status, String reason, String message, JsonNode details) {
    @Override
    public String toString() {
      return status + " " + reason + (message.isEmpty() ? "" : ": " + message);
    }
  }
}
