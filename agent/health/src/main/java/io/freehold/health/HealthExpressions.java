package io.freehold.health;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Health told by CEL expressions over the top-level fields of an object, as in Flux's {@code
 * healthCheckExprs}: {@code status.phase == 'Ready'}. Immutable.
 */
public final class HealthExpressions {
  private final Map<Kstatus.State, CelExpression> expressions;

  private HealthExpressions(Map<Kstatus.State, CelExpression> expressions) {
    this.expressions = Map.copyOf(expressions);
  }

  /**
   * Compiles the expressions.
   *
   * @param current true when the object is as it should be; needed
   * @param inProgress true while it is on its way; may be empty
   * @param failed true when it will not get there; may be empty
   * @throws ExpressionException when one is not CEL
   */
  public static HealthExpressions of(String current, String inProgress, String failed) {
    if (current.isBlank()) {
      throw new ExpressionException("the expression Current must be set");
    }
    var texts = new EnumMap<Kstatus.State, String>(Kstatus.State.class);
    texts.put(Kstatus.State.CURRENT, current);
    texts.put(Kstatus.State.IN_PROGRESS, inProgress);
    texts.put(Kstatus.State.FAILED, failed);
    return new HealthExpressions(
        texts.entrySet().stream()
            .filter(text -> !text.getValue().isBlank())
            .collect(
                toUnmodifiableMap(
                    Map.Entry::getKey,
                    text -> CelExpression.compile(text.getKey().toString(), text.getValue()))));
  }

  /**
   * How far an object is: on its way while its controller has not seen the newest spec, then what
   * the expressions say in the order in progress, failed, current, and on its way when none is
   * true.
   *
   * @throws ExpressionException when an expression cannot be evaluated, mostly because a field is
   *     missing; {@code has(status.phase)} asks for it
   */
  public Kstatus of(JsonNode live) {
    var object = new Live(live);
    JsonNode observed = object.at("status", "observedGeneration");
    if (observed.isIntegralNumber() && observed.asLong() != object.generation()) {
      return Kstatus.inProgress(
          "LatestGenerationNotObserved", "its controller has not seen the newest spec yet");
    }
    return told(Kstatus.State.IN_PROGRESS, live)
        .or(() -> told(Kstatus.State.FAILED, live))
        .or(() -> told(Kstatus.State.CURRENT, live))
        .orElseGet(() -> Kstatus.inProgress("", "none of its health expressions is true"));
  }

  /** A rule of these expressions; one that cannot be evaluated says Unknown and why. */
  public HealthRule asRule() {
    return live -> {
      try {
        return Verdicts.of(of(live));
      } catch (ExpressionException e) {
        return Verdicts.unknown(String.valueOf(e.getMessage()));
      }
    };
  }

  private Optional<Kstatus> told(Kstatus.State state, JsonNode live) {
    CelExpression expression = expressions.get(state);
    return expression != null && expression.holds(live)
        ? Optional.of(new Kstatus(state, "", "its health expression %s is true".formatted(state)))
        : Optional.empty();
  }
}
