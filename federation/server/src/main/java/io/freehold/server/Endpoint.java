package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.access.Role;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One resource of the API. The routes and the OpenAPI document are made from the same list of
 * these.
 *
 * @param id unique name of the operation
 * @param path path with {@code {name}} for its variables
 * @param summary what it answers, one sentence
 * @param query query parameters; others are refused
 * @param schema JSON schema of the answer
 * @param handler makes the answer, of what the caller may see
 * @param need the role without which nobody gets so far as the handler; empty for whomever is known
 * @param body JSON schema of what is sent, for a POST; empty for a GET
 */
record Endpoint(
    String id,
    String path,
    String summary,
    List<QueryParameter> query,
    ObjectNode schema,
    Handler handler,
    Optional<Role> need,
    Optional<ObjectNode> body) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

  Endpoint {
    query = List.copyOf(query);
  }

  /** A GET for viewers. */
  Endpoint(
      String id,
      String path,
      String summary,
      List<QueryParameter> query,
      ObjectNode schema,
      Handler handler) {
    this(id, path, summary, query, schema, handler, Optional.of(Role.VIEWER), Optional.empty());
  }

  /** The same for those who have at least a role, wherever in the fleet they have it. */
  Endpoint needing(Role role) {
    return new Endpoint(id, path, summary, query, schema, handler, Optional.of(role), body);
  }

  /** The same for whomever is known, with or without any right. */
  Endpoint forWhomeverIsKnown() {
    return new Endpoint(id, path, summary, query, schema, handler, Optional.empty(), body);
  }

  /** The same as a POST of an object; it changes the plane's own database and nothing else. */
  Endpoint taking(ObjectNode sent) {
    return new Endpoint(id, path, summary, query, schema, handler, need, Optional.of(sent));
  }

  /** Whether it is a POST. */
  boolean post() {
    return body.isPresent();
  }

  /** Names of the path's variables. */
  List<String> variables() {
    return VARIABLE.matcher(path).results().map((MatchResult found) -> found.group(1)).toList();
  }

  /** Makes the answer to a request. */
  @FunctionalInterface
  interface Handler {
    JsonNode answer(Call call);
  }

  /** Writes an answer that is too large to be made first. */
  @FunctionalInterface
  interface Stream {
    /** Sends the answer; parameters are checked before the first byte. */
    void send(Call call, ServerResponse response);
  }

  /**
   * For answers that are streams.
   *
   * @param types content types of the answer
   * @param stream writes it
   */
  record Streaming(List<String> types, Stream stream) implements Handler {
    Streaming {
      types = List.copyOf(types);
    }

    @Override
    public JsonNode answer(Call call) {
      throw new IllegalStateException("the answer is a stream");
    }
  }
}
