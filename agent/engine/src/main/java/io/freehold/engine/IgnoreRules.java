package io.freehold.engine;

import com.fasterxml.jackson.core.JsonPointer;
import io.freehold.api.IgnoreRule;
import io.freehold.api.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which fields of which objects may differ from Git. Immutable; equal when the rules are. */
public final class IgnoreRules {
  /** Nothing may. */
  public static final IgnoreRules NONE = new IgnoreRules(List.of(), Map.of());

  private final List<IgnoreRule> rules;
  private final Map<String, JqPaths> expressions;

  private IgnoreRules(List<IgnoreRule> rules, Map<String, JqPaths> expressions) {
    this.rules = rules;
    this.expressions = expressions;
  }

  /**
   * Reads rules.
   *
   * @throws IllegalArgumentException when one cannot be read; the message names it
   */
  public static IgnoreRules of(List<IgnoreRule> rules) {
    if (rules.isEmpty()) {
      return NONE;
    }
    Map<String, JqPaths> expressions = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      IgnoreRule rule = rules.get(i);
      try {
        if (rule.kind().isEmpty()) {
          throw new IllegalArgumentException("kind is missing; write * for any");
        }
        rule.jsonPointers().forEach(JsonPointer::compile);
        rule.jqPathExpressions()
            .forEach(text -> expressions.computeIfAbsent(text, JqPaths::compile));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("[%d]: %s".formatted(i, e.getMessage()), e);
      }
    }
    return new IgnoreRules(List.copyOf(rules), Map.copyOf(expressions));
  }

  /** These and others. */
  public IgnoreRules and(IgnoreRules others) {
    if (others.rules.isEmpty()) {
      return this;
    }
    if (rules.isEmpty()) {
      return others;
    }
    List<IgnoreRule> all = new ArrayList<>(rules);
    all.addAll(others.rules);
    Map<String, JqPaths> compiled = new HashMap<>(expressions);
    compiled.putAll(others.expressions);
    return new IgnoreRules(List.copyOf(all), Map.copyOf(compiled));
  }

  /** What of one object may differ. */
  public Ignored of(ObjectRef ref) {
    if (rules.isEmpty()) {
      return Ignored.NOTHING;
    }
    Set<JsonPointer> pointers = new HashSet<>();
    List<JqPaths> paths = new ArrayList<>();
    Set<String> managers = new HashSet<>();
    for (IgnoreRule rule : rules) {
      if (matches(rule, ref)) {
        rule.jsonPointers().forEach(pointer -> pointers.add(JsonPointer.compile(pointer)));
        for (String text : rule.jqPathExpressions()) {
          JqPaths compiled = expressions.get(text);
          if (compiled != null) {
            paths.add(compiled);
          }
        }
        managers.addAll(rule.managedFieldsManagers());
      }
    }
    return pointers.isEmpty() && paths.isEmpty() && managers.isEmpty()
        ? Ignored.NOTHING
        : new Ignored(pointers, paths, managers);
  }

  private static boolean matches(IgnoreRule rule, ObjectRef ref) {
    return Glob.matches(rule.group(), ref.group())
        && Glob.matches(rule.kind(), ref.kind())
        && (rule.name().isEmpty() || Glob.matches(rule.name(), ref.name()))
        && (rule.namespace().isEmpty() || Glob.matches(rule.namespace(), ref.namespace()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IgnoreRules that && rules.equals(that.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }
}
