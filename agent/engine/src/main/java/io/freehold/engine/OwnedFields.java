package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fields of an object that Freehold owns, compiled from {@code fieldsV1}. Immutable; one
 * instance is shared by all objects with the same set, see {@link FieldSets}.
 */
final class OwnedFields {
  private static final String ITSELF = ".";

  private final FieldNode root;
  private final int slots;

  private OwnedFields(FieldNode root, int slots) {
    this.root = root;
    this.slots = slots;
  }

  /**
   * Compiles a set.
   *
   * @throws IllegalArgumentException when it is not a {@code fieldsV1} as API servers write it
   */
  static OwnedFields compile(JsonNode fieldsV1) {
    int[] slots = {0};
    FieldNode root = node(new PathElement.Field("", ""), fieldsV1, slots, true);
    return new OwnedFields(root, slots[0]);
  }

  FieldNode root() {
    return root;
  }

  /** How many hashes a {@link Fingerprint} with this set has. */
  int slots() {
    return slots;
  }

  /** Whether {@code fieldsV1} is exactly this set, whatever the order of its keys. */
  boolean matches(JsonNode fieldsV1) {
    return matches(root, fieldsV1);
  }

  private static boolean matches(FieldNode node, JsonNode fields) {
    int own = fields.has(ITSELF) ? 1 : 0;
    if (fields.size() - own != node.children.length) {
      return false;
    }
    // A leaf is owned either way; with children, only the mark tells whether the node itself is.
    if (node.children.length > 0 && (own == 1) != (node.slot != FieldNode.NO_SLOT)) {
      return false;
    }
    for (FieldNode child : node.children) {
      JsonNode other = fields.path(child.element.raw());
      if (other.isMissingNode() || !matches(child, other)) {
        return false;
      }
    }
    return true;
  }

  private static FieldNode node(PathElement element, JsonNode fields, int[] slots, boolean root) {
    boolean leaf = fields.isEmpty();
    int slot = !root && (leaf || fields.has(ITSELF)) ? slots[0]++ : FieldNode.NO_SLOT;
    List<FieldNode> children = new ArrayList<>(fields.size());
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (!field.getKey().equals(ITSELF)) {
        children.add(node(PathElement.parse(field.getKey()), field.getValue(), slots, false));
      }
    }
    boolean list =
        !children.isEmpty()
            && (children.getFirst().element instanceof PathElement.Key
                || children.getFirst().element instanceof PathElement.Value);
    int orderSlot = list ? slots[0]++ : FieldNode.NO_SLOT;
    return new FieldNode(element, children.toArray(FieldNode[]::new), slot, orderSlot);
  }
}
