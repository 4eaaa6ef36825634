package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Fields that a jq path expression names, as {@code .spec.ports[]?.nodePort}. An expression has a
 * second and a bounded length; one that cannot be read, fails or takes longer names nothing.
 */
final class JqPaths {
  private static final int LONGEST = 2_000;
  private static final long MILLIS = 1_000;
  private static final Scope ROOT = root();
  private static final Map<String, JsonQuery> COMPILED = new ConcurrentHashMap<>();
  private static final int MOST = 1_000;

  private JqPaths() {}

  /** Takes the fields out of an object, in place. */
  static void delete(ObjectNode object, String expression) {
    // What lies further back in a list first, so that the places of the others stay.
    pointers(object, expression).reversed().forEach(path -> IgnoreRules.remove(object, path));
  }

  /** The fields of an object that an expression names, as JSON pointers. */
  static List<String> pointers(JsonNode object, String expression) {
    return within(() -> paths(object, expression));
  }

  private static List<String> paths(JsonNode object, String expression) {
    List<String> pointers = new ArrayList<>();
    try {
      JsonQuery query = compiled(expression);
      query.apply(
          Scope.newChildScope(ROOT),
          object,
          path -> {
            StringBuilder pointer = new StringBuilder();
            for (JsonNode step : path) {
              pointer.append('/').append(step.asText().replace("~", "~0").replace("/", "~1"));
            }
            pointers.add(pointer.toString());
          });
    } catch (JsonQueryException _) {
      return List.of();
    }
    return pointers;
  }

  private static JsonQuery compiled(String expression) throws JsonQueryException {
    if (expression.length() > LONGEST) {
      throw new JsonQueryException("too long");
    }
    JsonQuery known = COMPILED.get(expression);
    if (known != null) {
      return known;
    }
    JsonQuery query = JsonQuery.compile("path(" + expression + ")", Versions.JQ_1_6);
    if (COMPILED.size() < MOST) {
      COMPILED.put(expression, query);
    }
    return query;
  }

  private static List<String> within(Supplier<List<String>> work) {
    FutureTask<List<String>> task = new FutureTask<>(work::get);
    Thread thread = Thread.ofVirtual().name("jq").start(task);
    try {
      return task.get(MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      thread.interrupt();
      return List.of();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static Scope root() {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
    return scope;
  }
}
