package io.freehold.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** JSON answers and problems (RFC 9457). */
final class Answers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  static void json(ServerResponse response, JsonNode body) {
    send(response, 200, "application/json", body);
  }

  /** An answer that need not be sent again to somebody who has it. */
  static void tagged(ServerRequest request, ServerResponse response, JsonNode body) {
    byte[] bytes = bytes(body);
    String tag = "\"" + digest(bytes) + "\"";
    response.header(HeaderNames.ETAG, tag);
    response.header(HeaderNames.CACHE_CONTROL, "private, no-cache");
    if (matches(request.headers().first(HeaderNames.IF_NONE_MATCH).orElse(""), tag)) {
      response.status(304).send();
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(bytes);
  }

  private static boolean matches(String known, String tag) {
    for (String one : known.split(",", -1)) {
      String plain = one.strip();
      if (plain.equals("*") || plain.equals(tag) || plain.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] bytes(JsonNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  static void problem(ServerResponse response, int status, String title, String detail) {
    send(
        response,
        status,
        "application/problem+json",
        JSON.createObjectNode()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", status)
            .put("detail", detail));
  }

  private static void send(ServerResponse response, int status, String type, JsonNode body) {
    response.status(status);
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.send(bytes(body));
  }
}
