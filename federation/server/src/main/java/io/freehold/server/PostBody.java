package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.access.Secret;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** What is sent with a POST: an object as JSON, of which a foreign page could send nothing. */
final class PostBody {
  /** Of requests that send none. */
  static final ObjectNode NONE = JsonNodeFactory.instance.objectNode();

  /** Header of the text that only pages of the plane itself can know. */
  static final HeaderName CSRF = HeaderNames.create("X-CSRF-Token");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 64 * 1024;

  private PostBody() {}

  /**
   * Reads it.
   *
   * @throws RefusedException when a browser sends it by itself, that is with its cookie and without
   *     what its page has to add
   * @throws BadRequestException when it is no small JSON object
   */
  static ObjectNode read(ServerRequest request, Caller caller) {
    if (caller.kind() != Caller.Kind.TOKEN) {
      String sent = request.headers().first(CSRF).orElse("");
      if (caller.csrf().isEmpty() || !Secret.same(sent, caller.csrf())) {
        throw RefusedException.forbidden(
            "Send the csrf of /api/v1/me as X-CSRF-Token, or use a token.");
      }
    }
    String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    if (!type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json")) {
      throw new BadRequestException("Content-Type must be application/json");
    }
    try (InputStream content = request.content().inputStream()) {
      byte[] bytes = content.readNBytes(MOST_BYTES + 1);
      JsonNode body = bytes.length > MOST_BYTES ? NONE : JSON.readTree(bytes);
      if (bytes.length <= MOST_BYTES && body instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException _) {
      // Reported below.
    }
    throw new BadRequestException("the body must be a JSON object of at most 64 KiB");
  }
}
