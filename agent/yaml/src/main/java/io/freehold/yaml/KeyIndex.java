package io.freehold.yaml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Open-addressing hash table over the keys of a large map; small maps are scanned, which is faster
 * and smaller.
 */
final class KeyIndex {
  private static final int SCAN_LIMIT = 8;

  private final int[] slots;

  private KeyIndex(int capacity) {
    slots = new int[capacity];
    Arrays.fill(slots, -1);
  }

  static @Nullable KeyIndex of(String[] keys, int size) {
    if (size <= SCAN_LIMIT) {
      return null;
    }
    var index = new KeyIndex(Integer.highestOneBit(keys.length) * 4);
    for (int i = 0; i < size; i++) {
      index.add(keys, i);
    }
    return index;
  }

  static int scan(String[] keys, int size, String key) {
    for (int i = 0; i < size; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  int find(String[] keys, String key) {
    int slot = slot(key);
    while (slots[slot] >= 0) {
      if (keys[slots[slot]].equals(key)) {
        return slots[slot];
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  }

  /** Whether there is room for one more entry. */
  boolean takes(int size) {
    return size * 2 < slots.length;
  }

  void add(String[] keys, int position) {
    int slot = slot(keys[position]);
    while (slots[slot] >= 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = position;
  }

  private int slot(String key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (slots.length - 1);
  }
}
