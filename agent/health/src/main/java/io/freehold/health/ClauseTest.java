package io.freehold.health;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks one thing of an object; never throws for odd content. */
sealed interface ClauseTest {
  /** Whether it holds. */
  boolean holds(Live object);

  /** What the object says about it; may be empty. */
  default String message(Live object) {
    return "";
  }

  /**
   * Reads a test.
   *
   * <ul>
   *   <li>{@code Ready=False} or {@code Ready=False(Reason|Other)}: a condition; {@code *} is any
   *       status
   *   <li>{@code .status.phase=Running|Done}: a field; {@code .status.phase}: it is there and not
   *       empty
   *   <li>{@code observed}: the controller has seen the newest spec, as far as it says so
   *   <li>{@code cel EXPRESSION}: anything else; an error counts as false
   *   <li>{@code !TEST}: the opposite
   * </ul>
   */
  static ClauseTest parse(String text) {
    if (text.startsWith("!")) {
      return new Not(parse(text.substring(1).strip()));
    }
    if (text.equals("observed")) {
      return new Observed();
    }
    if (text.startsWith("cel ")) {
      return new Expression(CelExpression.compile("cel", text.substring("cel ".length())));
    }
    if (text.startsWith(".")) {
      int equals = text.indexOf('=');
      String path = equals < 0 ? text.substring(1) : text.substring(1, equals);
      return new Field(
          path.split("\\."),
          equals < 0 ? Set.of() : Set.of(text.substring(equals + 1).split("\\|", -1)));
    }
    Matcher condition = StandardCondition.FORM.matcher(text);
    if (!condition.matches()) {
      throw new IllegalArgumentException("no test: " + text);
    }
    String reasons = condition.group(3);
    return new StandardCondition(
        condition.group(1),
        condition.group(2),
        reasons == null ? List.of() : Arrays.asList(reasons.split("\\|", -1)));
  }

  /** The opposite of a test. */
  record Not(ClauseTest test) implements ClauseTest {
    @Override
    public boolean holds(Live object) {
      return !test.holds(object);
    }
  }

  /** Status, and perhaps reason, of a condition. */
  record StandardCondition(String type, String status, List<String> reasons) implements ClauseTest {
    private static final Pattern FORM = Pattern.compile("([\\w./-]+)=([\\w*]+)(?:\\(([^()]*)\\))?");

    @Override
    public boolean holds(Live object) {
      return object
          .condition(type)
          .filter(found -> status.equals("*") || found.status().equals(status))
          .filter(found -> reasons.isEmpty() || reasons.contains(found.reason()))
          .isPresent();
    }

    @Override
    public String message(Live object) {
      return object
          .condition(type)
          .map(found -> found.message().isEmpty() ? found.reason() : found.message())
          .orElse("");
    }
  }

  /** A field, and perhaps its value. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Field(String[] path, Set<String> values) implements ClauseTest {
    @Override
    public boolean holds(Live object) {
      JsonNode node = object.at(path);
      if (values.isEmpty()) {
        return !node.isMissingNode()
            && !node.isNull()
            && (node.isContainerNode() ? !node.isEmpty() : !node.asText().isEmpty());
      }
      return node.isValueNode() && !node.isNull() && values.contains(node.asText());
    }
  }

  /** The generation that the status tells about is the newest. */
  record Observed() implements ClauseTest {
    @Override
    public boolean holds(Live object) {
      return !object.has("status", "observedGeneration")
          || object.observedGeneration() >= object.generation();
    }
  }

  /** A CEL expression. */
  record Expression(CelExpression expression) implements ClauseTest {
    @Override
    public boolean holds(Live object) {
      try {
        return expression.holds(object.content());
      } catch (ExpressionException _) {
        return false; // mostly a field that is not there yet
      }
    }
  }
}
