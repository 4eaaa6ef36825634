package io.freehold.engine;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fields that a user names by a jq path expression. Only what selects fields is let in: nothing
 * that loops, defines, assigns or builds values, because such an expression comes from whoever may
 * write an Application and runs for every event. One that takes longer than a second is not run
 * again. Thread safe.
 */
final class JqPaths {
  private static final Logger LOG = LoggerFactory.getLogger(JqPaths.class);

  /** How long an expression may run on one object. */
  static final Duration TIME = Duration.ofSeconds(1);

  private static final int MAX_LENGTH = 1000;
  private static final int MAX_PATHS = 10_000;
  private static final int MAX_RECURSIONS = 2;

  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\[^(])*\"");
  private static final Pattern NAME = Pattern.compile("(?<![.\\w])[A-Za-z_]\\w*");
  private static final Pattern FORBIDDEN =
      Pattern.compile("[$@*%{}]|\\\\\\(|(?<![=!<>])=(?!=)|//|[+/|]=");
  private static final Pattern RECURSION = Pattern.compile("\\.\\.|\\brecurse\\b");
  private static final Set<String> NAMES =
      Set.of(
          "all",
          "and",
          "any",
          "arrays",
          "ascii_downcase",
          "ascii_upcase",
          "booleans",
          "contains",
          "elif",
          "else",
          "empty",
          "end",
          "endswith",
          "false",
          "first",
          "has",
          "if",
          "index",
          "inside",
          "isempty",
          "iterables",
          "keys",
          "last",
          "length",
          "ltrimstr",
          "map",
          "match",
          "max",
          "min",
          "not",
          "null",
          "nulls",
          "numbers",
          "objects",
          "or",
          "recurse",
          "rtrimstr",
          "scalars",
          "select",
          "startswith",
          "strings",
          "test",
          "then",
          "to_entries",
          "tostring",
          "true",
          "type",
          "values");
  private static final Scope FUNCTIONS = functions();

  private final String text;
  private final JsonQuery query;
  private final Duration time;
  private volatile boolean tooSlow;

  private JqPaths(String text, JsonQuery query, Duration time) {
    this.text = text;
    this.query = query;
    this.time = time;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException when it is no jq, or does more than to select fields
   */
  static JqPaths compile(String text) {
    return compile(text, TIME);
  }

  static JqPaths compile(String text, Duration time) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the jq expression is longer than %d characters".formatted(MAX_LENGTH));
    }
    String bare = TEXT.matcher(text).replaceAll("\"\"");
    Matcher forbidden = FORBIDDEN.matcher(bare);
    if (forbidden.find()) {
      throw new IllegalArgumentException(
          "%s is not allowed in the jq expression %s; only select fields"
              .formatted(forbidden.group(), text));
    }
    Matcher names = NAME.matcher(bare);
    while (names.find()) {
      if (!NAMES.contains(names.group())) {
        throw new IllegalArgumentException(
            "%s is not allowed in the jq expression %s; only select fields"
                .formatted(names.group(), text));
      }
    }
    if (RECURSION.matcher(bare).results().count() > MAX_RECURSIONS
        || bare.replaceAll("\\s", "").contains("recurse(")) {
      throw new IllegalArgumentException("the jq expression %s recurses too much".formatted(text));
    }
    try {
      return new JqPaths(text, JsonQuery.compile("path(" + text + ")", Versions.JQ_1_6), time);
    } catch (JsonQueryException e) {
      throw new IllegalArgumentException(
          "the jq expression %s cannot be read: %s".formatted(text, firstLine(e)), e);
    }
  }

  /** The fields of an object that it names; none when it fails on this object. */
  List<JsonPointer> in(JsonNode object) {
    if (tooSlow) {
      return List.of();
    }
    // On a thread of its own, because nothing can stop a regular expression that goes astray.
    FutureTask<List<JsonPointer>> run = new FutureTask<>(() -> run(object));
    Thread.ofPlatform().daemon().name("jq").start(run);
    try {
      return run.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      tooSlow = true;
      run.cancel(true);
      LOG.warn("The jq expression {} takes too long and is left out from now on", text);
    } catch (ExecutionException e) {
      LOG.debug("The jq expression {} fails: {}", text, e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }

  private List<JsonPointer> run(JsonNode object) throws JsonQueryException {
    List<JsonPointer> paths = new ArrayList<>();
    query.apply(
        Scope.newChildScope(FUNCTIONS),
        object,
        path -> {
          if (paths.size() >= MAX_PATHS) {
            throw new JsonQueryException("more than " + MAX_PATHS + " fields");
          }
          JsonPointer pointer = pointer(path);
          if (!object.at(pointer).isMissingNode()) {
            paths.add(pointer);
          }
        });
    return paths;
  }

  private static JsonPointer pointer(JsonNode path) {
    JsonPointer pointer = JsonPointer.empty();
    for (JsonNode step : path) {
      pointer =
          step.isNumber()
              ? pointer.appendIndex(step.asInt())
              : pointer.appendProperty(step.asText());
    }
    return pointer;
  }

  private static Scope functions() {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
    return scope;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public String toString() {
    return text;
  }
}
