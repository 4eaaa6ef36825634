package io.freehold.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationStatus.Health;
import io.freehold.api.HealthState;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Hook;
import io.freehold.health.ExpressionException;
import io.freehold.health.HealthRule;
import io.freehold.health.HealthRules;
import io.freehold.health.LuaHealth;
import java.util.Optional;

/**
 * Health as Argo CD tells it: kinds without a rule of their own have none, instead of being judged
 * by general conventions.
 *
 * @param rules the rules
 */
public record ObjectHealth(HealthRules rules) {
  /** The health of an object of the cluster; empty when its kind has no rule. */
  public Optional<Health> of(JsonNode live) {
    boolean deleting = live.path("metadata").hasNonNull("deletionTimestamp");
    JsonNode looked = live;
    if (deleting) {
      if (!heldByHook(live)) {
        return Optional.of(new Health(HealthState.PROGRESSING, "Pending deletion"));
      }
      ObjectNode copy = live.deepCopy();
      copy.withObjectProperty("metadata").remove("deletionTimestamp");
      looked = copy;
    }
    String apiVersion = live.path("apiVersion").asText();
    HealthRule rule =
        rules.rule(ObjectRef.groupOf(apiVersion), live.path("kind").asText()).orElse(null);
    if (rule instanceof LuaHealth script) {
      try {
        return script.run(looked);
      } catch (ExpressionException e) {
        return Optional.of(new Health(HealthState.UNKNOWN, String.valueOf(e.getMessage())));
      }
    }
    return rule == null ? Optional.empty() : Optional.of(rule.of(looked));
  }

  private static boolean heldByHook(JsonNode live) {
    return live.path("metadata")
        .path("finalizers")
        .valueStream()
        .anyMatch(finalizer -> finalizer.asText().equals(Hook.FINALIZER));
  }
}
