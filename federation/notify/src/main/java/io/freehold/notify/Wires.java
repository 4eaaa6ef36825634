package io.freehold.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * What transports use.
 *
 * @param http requests
 * @param mail mail
 * @param secrets secrets
 * @param clock time for signatures
 */
public record Wires(Outbound http, Mailer mail, Secrets secrets, InstantSource clock) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An empty object. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** JSON of something. */
  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  static String text(JsonNode body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  /**
   * A secret.
   *
   * @throws DeliveryException when it is not there; it may be put there
   */
  String secret(SecretRef reference) throws DeliveryException {
    return secrets
        .read(reference)
        .orElseThrow(() -> DeliveryException.failed("its secret (" + reference + ") is not there"));
  }

  /** Posts JSON and expects success. */
  HttpAnswer post(String url, Map<String, String> headers, JsonNode body) throws DeliveryException {
    return expect(request("POST", url, headers, text(body)));
  }

  /** Sends a request with a JSON body, empty for none. */
  HttpAnswer request(String method, String url, Map<String, String> headers, String body)
      throws DeliveryException {
    Map<String, String> all = new HashMap<>(headers);
    if (!body.isEmpty()) {
      all.put("Content-Type", "application/json");
    }
    all.putIfAbsent("Accept", "application/json");
    return http.send(new Outbound.Request(method, Outbound.url(url), all, body));
  }

  static HttpAnswer expect(HttpAnswer answer) throws DeliveryException {
    if (!answer.succeeded()) {
      throw answer.failure("it");
    }
    return answer;
  }
}
