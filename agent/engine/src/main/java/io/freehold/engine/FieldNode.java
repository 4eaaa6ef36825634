package io.freehold.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a compiled field set. Immutable and shared by all objects with the same set.
 *
 * <p>What the node contributes to a {@link Fingerprint} has a slot, a position in its array of
 * hashes: an owned node has one for its value or presence, a list with owned items a second one for
 * their order.
 */
final class FieldNode {
  static final int NO_SLOT = -1;

  final PathElement element;
  final FieldNode[] children;
  final int slot;
  final int orderSlot;
  // Of an associative list: key names, and the hashes of the children's keys in ascending order
  // with their positions.
  private final @Nullable List<String> keyNames;
  private final long[] keyHashes;
  private final int[] keyPositions;

  FieldNode(PathElement element, FieldNode[] children, int slot, int orderSlot) {
    this.element = element;
    this.children = children;
    this.slot = slot;
    this.orderSlot = orderSlot;
    if (orderSlot == NO_SLOT) {
      keyNames = null;
      keyHashes = new long[0];
      keyPositions = new int[0];
      return;
    }
    keyNames = children[0].element instanceof PathElement.Key key ? key.names() : null;
    long[] hashes = new long[children.length];
    for (int i = 0; i < children.length; i++) {
      hashes[i] = hashOf(children[i].element);
    }
    Integer[] order = new Integer[children.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingLong(i -> hashes[i]));
    keyPositions = Arrays.stream(order).mapToInt(i -> i).toArray();
    keyHashes = Arrays.stream(keyPositions).mapToLong(i -> hashes[i]).toArray();
  }

  /** Whether this is a list whose items are owned one by one. */
  boolean isList() {
    return orderSlot != NO_SLOT;
  }

  /**
   * Whether only the presence counts, not the value: an owned item, or a node that is owned along
   * with children.
   */
  boolean presenceOnly() {
    return children.length > 0
        || element instanceof PathElement.Key
        || element instanceof PathElement.Value;
  }

  /**
   * Position of the child that stands for an item of the live list, or -1 when the item is not
   * owned.
   */
  int childOf(JsonNode item) {
    long hash = ValueHash.ABSENT;
    if (keyNames == null) {
      hash = ValueHash.of(item);
    } else {
      for (int i = 0; i < keyNames.size(); i++) {
        JsonNode part = item.path(keyNames.get(i));
        if (part.isMissingNode()) {
          return childWithDefaults(item);
        }
        hash = ValueHash.mix(hash, ValueHash.of(part));
      }
    }
    int found = Arrays.binarySearch(keyHashes, hash);
    return found < 0 ? -1 : keyPositions[found];
  }

  private int childWithDefaults(JsonNode item) {
    for (int i = 0; i < children.length; i++) {
      if (children[i].element instanceof PathElement.Key key && key.isOf(item)) {
        return i;
      }
    }
    return -1;
  }

  private static long hashOf(PathElement element) {
    if (element instanceof PathElement.Value item) {
      return ValueHash.of(item.value());
    }
    long hash = ValueHash.ABSENT;
    if (element instanceof PathElement.Key key) {
      for (JsonNode part : key.values()) {
        hash = ValueHash.mix(hash, ValueHash.of(part));
      }
    }
    return hash;
  }
}
