package io.freehold.dialect;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import io.freehold.engine.Glob;
import java.util.List;

/**
 * Differences that do not count.
 *
 * @param rules those of the Application and those of the settings
 */
public record IgnoreRules(List<ArgoSpec.IgnoreDifference> rules) {
  public IgnoreRules {
    rules = List.copyOf(rules);
  }

  /** Whether any rule is about an object. */
  public boolean concern(ObjectRef ref) {
    return rules.stream().anyMatch(rule -> matches(rule, ref));
  }

  /** Takes what does not count from both sides, in place. */
  public void strip(ObjectRef ref, ObjectNode wanted, ObjectNode live) {
    for (ArgoSpec.IgnoreDifference rule : rules) {
      if (matches(rule, ref)) {
        for (String pointer : rule.jsonPointers()) {
          remove(wanted, pointer);
          remove(live, pointer);
        }
        for (String path : rule.jqPathExpressions()) {
          JqPaths.delete(wanted, path);
          JqPaths.delete(live, path);
        }
        if (!rule.managedFieldsManagers().isEmpty()) {
          ManagedPaths.strip(rule.managedFieldsManagers(), wanted, live);
        }
      }
    }
  }

  /** A wanted object with the live values of what does not count. */
  public ObjectNode respecting(ObjectRef ref, ObjectNode wanted, JsonNode live) {
    ObjectNode result = wanted.deepCopy();
    for (ArgoSpec.IgnoreDifference rule : rules) {
      if (matches(rule, ref)) {
        rule.jsonPointers().forEach(pointer -> take(result, live, pointer));
        for (String path : rule.jqPathExpressions()) {
          JqPaths.pointers(live, path).forEach(pointer -> take(result, live, pointer));
        }
        if (!rule.managedFieldsManagers().isEmpty()) {
          ManagedPaths.pointers(rule.managedFieldsManagers(), live)
              .forEach(pointer -> take(result, live, pointer));
        }
      }
    }
    return result;
  }

  private static boolean matches(ArgoSpec.IgnoreDifference rule, ObjectRef ref) {
    return Glob.matches(rule.group(), ref.group())
        && Glob.matches(rule.kind(), ref.kind())
        && (rule.name().isEmpty() || rule.name().equals(ref.name()))
        && (rule.namespace().isEmpty() || rule.namespace().equals(ref.namespace()));
  }

  static void remove(JsonNode object, String text) {
    JsonPointer pointer;
    try {
      pointer = JsonPointer.compile(text);
    } catch (IllegalArgumentException _) {
      return;
    }
    if (pointer.matches()) {
      return;
    }
    JsonNode parent = object.at(pointer.head());
    JsonPointer last = pointer.last();
    if (parent instanceof ObjectNode there) {
      there.remove(last.getMatchingProperty());
    } else if (parent instanceof ArrayNode list && last.getMatchingIndex() >= 0) {
      list.remove(last.getMatchingIndex());
    }
  }

  private static void take(ObjectNode into, JsonNode live, String text) {
    JsonPointer pointer;
    try {
      pointer = JsonPointer.compile(text);
    } catch (IllegalArgumentException _) {
      return;
    }
    if (pointer.matches()) {
      return;
    }
    JsonNode value = live.at(pointer);
    if (value.isMissingNode()) {
      remove(into, text);
      return;
    }
    JsonNode parent = into.at(pointer.head());
    if (parent.isMissingNode() && pointer.head().getMatchingIndex() < 0) {
      parent = into.withObject(pointer.head());
    }
    if (parent instanceof ObjectNode there) {
      there.set(pointer.last().getMatchingProperty(), value);
    } else if (parent instanceof ArrayNode list
        && pointer.last().getMatchingIndex() >= 0
        && pointer.last().getMatchingIndex() < list.size()) {
      list.set(pointer.last().getMatchingIndex(), value);
    }
  }
}
