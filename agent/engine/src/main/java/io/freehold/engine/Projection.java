package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Arrays;

/** Projects a live object onto a field set: one hash per slot of the set. */
final class Projection {
  /**
   * Marks an owned field into which an empty map or list was applied: what others add there is none
   * of our business.
   */
  static final long PRESENT_BUT_EMPTY = 0x7b3f1c5d9e2a4860L;

  private static final long PRESENT = 0x1b03738712fad5c9L;

  private final long[] out;
  private final long[] remembered;

  private Projection(int slots, long[] remembered) {
    this.out = new long[slots];
    this.remembered = remembered;
  }

  /**
   * The hashes of an object just applied; where {@code applied} holds an empty map or list, only
   * presence is hashed.
   */
  static long[] first(OwnedFields fields, JsonNode live, JsonNode applied) {
    Projection projection = new Projection(fields.slots(), new long[0]);
    projection.children(fields.root(), live, applied);
    return projection.out;
  }

  /** The hashes of a later state of an object under the rules of the first ones. */
  static long[] again(OwnedFields fields, JsonNode live, long[] remembered) {
    Projection projection = new Projection(fields.slots(), remembered);
    projection.children(fields.root(), live, MissingNode.getInstance());
    return projection.out;
  }

  /** The parts of a value that stand for the children of a node, missing where it has none. */
  static JsonNode[] children(FieldNode node, JsonNode value) {
    JsonNode[] found = new JsonNode[node.children.length];
    if (node.isList()) {
      match(node, value, found);
      return found;
    }
    for (int i = 0; i < found.length; i++) {
      found[i] =
          switch (node.children[i].element) {
            case PathElement.Field(_, String name) -> value.path(name);
            case PathElement.Index(_, int index) -> value.path(index);
            case PathElement.Key _, PathElement.Value _ ->
                throw new IllegalStateException("an item outside a list");
          };
    }
    return found;
  }

  private void children(FieldNode node, JsonNode live, JsonNode applied) {
    if (node.isList()) {
      items(node, live, applied);
      return;
    }
    for (FieldNode child : node.children) {
      switch (child.element) {
        case PathElement.Field(_, String name) -> visit(child, live.path(name), applied.path(name));
        case PathElement.Index(_, int index) -> visit(child, live.path(index), applied.path(index));
        case PathElement.Key _, PathElement.Value _ ->
            throw new IllegalStateException("an item outside a list");
      }
    }
  }

  private void items(FieldNode list, JsonNode live, JsonNode applied) {
    JsonNode[] found = new JsonNode[list.children.length];
    // The ranks of the owned items among themselves: what others insert between them does not
    // count.
    out[list.orderSlot] = match(list, live, found);
    JsonNode[] wanted = new JsonNode[list.children.length];
    match(list, applied, wanted);
    for (int i = 0; i < found.length; i++) {
      visit(list.children[i], found[i], wanted[i]);
    }
  }

  private static long match(FieldNode list, JsonNode items, JsonNode[] found) {
    Arrays.fill(found, MissingNode.getInstance());
    long order = 0;
    for (int i = 0; i < items.size(); i++) {
      JsonNode item = items.path(i);
      int child = list.childOf(item);
      if (child >= 0 && found[child].isMissingNode()) {
        found[child] = item;
        order = ValueHash.mix(order, child);
      }
    }
    return order;
  }

  private void visit(FieldNode node, JsonNode live, JsonNode applied) {
    if (node.slot != FieldNode.NO_SLOT) {
      out[node.slot] = hash(node, live, applied);
    }
    if (node.children.length > 0) {
      children(node, live, applied);
    }
  }

  private long hash(FieldNode node, JsonNode live, JsonNode applied) {
    if (live.isMissingNode()) {
      return ValueHash.ABSENT;
    }
    if (node.presenceOnly()) {
      return PRESENT;
    }
    boolean empty =
        remembered.length == 0
            ? applied.isContainerNode() && applied.isEmpty()
            : remembered[node.slot] == PRESENT_BUT_EMPTY;
    return empty ? PRESENT_BUT_EMPTY : ValueHash.of(live);
  }
}
