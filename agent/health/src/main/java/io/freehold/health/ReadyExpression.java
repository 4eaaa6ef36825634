package io.freehold.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether something is ready for those that depend on it, told by a CEL expression over {@code
 * dep}, the object, and {@code self}, the dependant: {@code dep.status.phase == 'Ready'}.
 * Immutable.
 */
public final class ReadyExpression {
  private static final Set<String> NAMES = Set.of("dep", "self");

  private final CelExpression expression;

  private ReadyExpression(CelExpression expression) {
    this.expression = expression;
  }

  /**
   * Compiles an expression.
   *
   * @throws ExpressionException when it is not CEL, or about anything else than dep and self
   */
  public static ReadyExpression of(String text) {
    CelExpression expression = CelExpression.compile("ready", text);
    Set<String> others = new TreeSet<>(expression.names());
    others.removeAll(NAMES);
    if (!others.isEmpty()) {
      throw new ExpressionException(
          "there is no %s in the expression; it is about dep and self"
              .formatted(String.join(", ", others)));
    }
    return new ReadyExpression(expression);
  }

  /**
   * Whether it is true.
   *
   * @throws ExpressionException when it cannot be evaluated, mostly because a field is missing;
   *     {@code has(dep.status)} asks for it
   */
  public boolean holds(JsonNode dep, JsonNode self) {
    ObjectNode both = JsonNodeFactory.instance.objectNode();
    both.set("dep", dep);
    both.set("self", self);
    return expression.holds(both);
  }
}
