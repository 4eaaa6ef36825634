package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApiGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Names the paths at which a drifted object differs, and who holds them. Only made once drift is
 * certain.
 */
final class DriftExplanation {
  private final JsonNode live;
  private final JsonNode ownFields;
  private final Deque<PathElement> path = new ArrayDeque<>();
  private final List<DriftDetails.Change> changes = new ArrayList<>();

  DriftExplanation(JsonNode live, JsonNode ownFields) {
    this.live = live;
    this.ownFields = ownFields;
  }

  /** The differences, at most {@link DriftDetails#LIMIT}; never none. */
  List<DriftDetails.Change> changes(Fingerprint remembered, long[] hashes) {
    FieldNode root = remembered.fields().root();
    visit(root, ownFields, remembered.hashes(), hashes);
    gained(root, ownFields);
    if (changes.isEmpty()) {
      changes.add(new DriftDetails.Change(".", ""));
    }
    return changes.stream().distinct().limit(DriftDetails.LIMIT).toList();
  }

  private void visit(FieldNode node, JsonNode own, long[] before, long[] now) {
    int sizeBefore = changes.size();
    if (node.slot != FieldNode.NO_SLOT) {
      boolean ownedStill = !own.isMissingNode() && (own.isEmpty() || own.has("."));
      if (before[node.slot] != now[node.slot] || !ownedStill) {
        add();
        if (now[node.slot] == ValueHash.ABSENT) {
          // What is gone as a whole is named once, not field by field.
          return;
        }
      }
    }
    for (FieldNode child : node.children) {
      path.addLast(child.element);
      visit(child, own.path(child.element.raw()), before, now);
      path.removeLast();
    }
    if (node.isList()
        && before[node.orderSlot] != now[node.orderSlot]
        && changes.size() == sizeBefore) {
      changes.add(new DriftDetails.Change(describe(), ""));
    }
  }

  /**
   * Fields that are ours now but were not: another process applies under our name, or a child was
   * taken from a map.
   */
  private void gained(FieldNode node, JsonNode own) {
    for (Map.Entry<String, JsonNode> field : own.properties()) {
      if (field.getKey().equals(".")) {
        continue;
      }
      FieldNode child = childOf(node, field.getKey());
      path.addLast(child == node ? PathElement.parse(field.getKey()) : child.element);
      if (child == node) {
        add();
      } else {
        gained(child, field.getValue());
      }
      path.removeLast();
    }
  }

  private static FieldNode childOf(FieldNode node, String raw) {
    for (FieldNode child : node.children) {
      if (child.element.raw().equals(raw)) {
        return child;
      }
    }
    return node;
  }

  private void add() {
    changes.add(new DriftDetails.Change(describe(), manager()));
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    path.forEach(element -> element.describe(text));
    return text.toString();
  }

  /**
   * The latest of the other managers that hold the path; ourselves when only we do, as when a
   * second agent applies.
   */
  private String manager() {
    String manager = "";
    String latest = "";
    for (JsonNode entry : live.path("metadata").path("managedFields")) {
      String time = entry.path("time").asText();
      if (!FieldSets.isOwn(entry)
          && holds(entry.path("fieldsV1"))
          && (manager.isEmpty() || time.compareTo(latest) > 0)) {
        manager = entry.path("manager").asText();
        latest = time;
      }
    }
    return manager.isEmpty() && holds(ownFields) ? ApiGroup.FIELD_MANAGER : manager;
  }

  private boolean holds(JsonNode fields) {
    JsonNode node = fields;
    for (Iterator<PathElement> steps = path.iterator(); steps.hasNext(); ) {
      node = node.path(steps.next().raw());
      if (node.isMissingNode()) {
        return false;
      }
      if (node.isEmpty()) {
        // An atomic parent, or the path itself.
        return true;
      }
    }
    return true;
  }
}
