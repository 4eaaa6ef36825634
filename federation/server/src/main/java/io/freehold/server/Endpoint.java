package io.freehold.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
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
 * @param handler makes the answer
 */
record Endpoint(
    String id,
    String path,
    String summary,
    List<QueryParameter> query,
    ObjectNode schema,
    Handler handler) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

  Endpoint {
    query = List.copyOf(query);
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
}
