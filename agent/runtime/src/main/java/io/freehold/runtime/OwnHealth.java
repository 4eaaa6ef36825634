package io.freehold.runtime;

import io.freehold.api.HealthPolicy;
import io.freehold.health.ExpressionException;
import io.freehold.health.HealthExpressions;
import io.freehold.health.HealthRule;
import io.freehold.health.HealthRules;
import io.freehold.health.LuaHealth;

/**
 * How an application tells the health of its objects: by the rules of everybody, with its own in
 * their place. Equal when its own rules are.
 */
final class OwnHealth {
  private final HealthPolicy policy;
  private final HealthRules rules;

  private OwnHealth(HealthPolicy policy, HealthRules rules) {
    this.policy = policy;
    this.rules = rules;
  }

  /**
   * Compiles rules.
   *
   * @param standard the rules of everybody
   * @throws IllegalArgumentException when one cannot be read; the message names it
   */
  static OwnHealth of(HealthPolicy policy, HealthRules standard) {
    HealthRules rules = standard;
    for (int i = 0; i < policy.rules().size(); i++) {
      HealthPolicy.Rule rule = policy.rules().get(i);
      try {
        if (rule.kind().isEmpty()) {
          throw new IllegalArgumentException("kind is missing");
        }
        rules = rules.with(rule.group(), rule.kind(), compile(rule));
      } catch (IllegalArgumentException | ExpressionException e) {
        throw new IllegalArgumentException(
            "spec.health.rules[%d]: %s".formatted(i, e.getMessage()), e);
      }
    }
    return new OwnHealth(policy, rules);
  }

  /** All rules. */
  HealthRules rules() {
    return rules;
  }

  private static HealthRule compile(HealthPolicy.Rule rule) {
    boolean expressions = !(rule.current() + rule.inProgress() + rule.failed()).isEmpty();
    if (!rule.lua().isEmpty() && expressions) {
      throw new IllegalArgumentException("there is a script and expressions; keep one of them");
    }
    return rule.lua().isEmpty()
        ? HealthExpressions.of(rule.current(), rule.inProgress(), rule.failed()).asRule()
        : LuaHealth.compile(rule.lua());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OwnHealth that && policy.equals(that.policy);
  }

  @Override
  public int hashCode() {
    return policy.hashCode();
  }
}
