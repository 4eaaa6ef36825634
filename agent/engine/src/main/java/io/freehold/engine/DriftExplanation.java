package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.FieldChange;
import io.freehold.api.ObjectRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names the paths at which an object differs from what is wanted, from what to what, and who holds
 * them. Only made once a difference is certain.
 */
final class DriftExplanation {
  private static final FieldChange UNNAMED = new FieldChange(".", "", "", "", "");

  private final JsonNode live;
  private final JsonNode wanted;
  private final JsonNode ownFields;
  private final ValueText values;
  private final Deque<PathElement> path = new ArrayDeque<>();
  private final List<FieldChange> changes = new ArrayList<>();

  /**
   * An explanation.
   *
   * @param live what is there
   * @param wanted what should be
   * @param ownFields what we own of it now
   */
  DriftExplanation(ObjectRef ref, JsonNode live, JsonNode wanted, JsonNode ownFields) {
    this.live = live;
    this.wanted = wanted;
    this.ownFields = ownFields;
    this.values = new ValueText(ref);
  }

  /** The differences, at most {@link DriftDetails#LIMIT}; never none. */
  List<FieldChange> changes(Fingerprint remembered, long[] hashes) {
    FieldNode root = remembered.fields().root();
    visit(root, ownFields, remembered.hashes(), hashes, live, wanted, true);
    gained(root, ownFields);
    if (changes.isEmpty()) {
      changes.add(UNNAMED);
    }
    return limited();
  }

  /** The paths of a field set whose values differ, whoever owns them. */
  DriftExplanation valuesUnder(OwnedFields fields, long[] before, long[] now) {
    visit(fields.root(), MissingNode.getInstance(), before, now, live, wanted, false);
    return this;
  }

  /** All that was found, each path once. */
  List<FieldChange> found() {
    Set<String> seen = changes.stream().map(FieldChange::path).collect(Collectors.toSet());
    return limited().stream().filter(change -> seen.remove(change.path())).toList();
  }

  private List<FieldChange> limited() {
    return changes.stream().distinct().limit(DriftDetails.LIMIT).toList();
  }

  private void visit(
      FieldNode node,
      JsonNode own,
      long[] before,
      long[] now,
      JsonNode there,
      JsonNode want,
      boolean ownership) {
    int sizeBefore = changes.size();
    if (node.slot != FieldNode.NO_SLOT) {
      boolean lost = ownership && !(!own.isMissingNode() && (own.isEmpty() || own.has(".")));
      if (before[node.slot] != now[node.slot] || lost) {
        add(there, want);
        if (now[node.slot] == ValueHash.ABSENT || before[node.slot] == ValueHash.ABSENT) {
          // What is gone as a whole is named once, not field by field.
          return;
        }
      }
    }
    JsonNode[] theirs = Projection.children(node, there);
    JsonNode[] ours = Projection.children(node, want);
    for (int i = 0; i < node.children.length; i++) {
      FieldNode child = node.children[i];
      path.addLast(child.element);
      visit(child, own.path(child.element.raw()), before, now, theirs[i], ours[i], ownership);
      path.removeLast();
    }
    if (node.isList()
        && before[node.orderSlot] != now[node.orderSlot]
        && changes.size() == sizeBefore) {
      String list = describe();
      changes.add(new FieldChange(list, values.of(list, there), values.of(list, want), "", ""));
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
        add(MissingNode.getInstance(), MissingNode.getInstance());
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

  private void add(JsonNode there, JsonNode want) {
    String name = describe();
    JsonNode holder = holder();
    String manager =
        holder.isMissingNode() && holds(ownFields)
            ? ApiGroup.FIELD_MANAGER
            : holder.path("manager").asText();
    changes.add(
        new FieldChange(
            name,
            values.of(name, there),
            values.of(name, want),
            manager,
            holder.path("time").asText()));
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    path.forEach(element -> element.describe(text));
    return text.toString();
  }

  /**
   * The latest of the other managers that hold the path; a missing node when only we do, as when a
   * second agent applies.
   */
  private JsonNode holder() {
    JsonNode latest = MissingNode.getInstance();
    for (JsonNode entry : live.path("metadata").path("managedFields")) {
      if (!FieldSets.isOwn(entry)
          && holds(entry.path("fieldsV1"))
          && (latest.isMissingNode()
              || entry.path("time").asText().compareTo(latest.path("time").asText()) > 0)) {
        latest = entry;
      }
    }
    return latest;
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
