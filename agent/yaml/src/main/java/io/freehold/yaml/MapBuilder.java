package io.freehold.yaml;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects the entries of a {@link MapValue}; for one thread. */
public final class MapBuilder {
  private String[] keys = new String[8];
  private Value[] values = new Value[8];
  private int[] lines = new int[8];
  private @Nullable KeyIndex index;
  private int size;
  private final int line;

  MapBuilder(int line) {
    this.line = line;
  }

  /** Sets a key: in its place when it is there already, else at the end. */
  public MapBuilder put(String key, Value value) {
    return put(key, value, 0);
  }

  /** As {@link #put(String, Value)}, with text. */
  public MapBuilder put(String key, String text) {
    return put(key, new StringValue(text));
  }

  /** Removes a key if it is there. */
  public MapBuilder remove(String key) {
    int at = find(key);
    if (at >= 0) {
      int tail = size - at - 1;
      System.arraycopy(keys, at + 1, keys, at, tail);
      System.arraycopy(values, at + 1, values, at, tail);
      System.arraycopy(lines, at + 1, lines, at, tail);
      size--;
      index = KeyIndex.of(keys, size);
    }
    return this;
  }

  /** Whether a key is there. */
  public boolean has(String key) {
    return find(key) >= 0;
  }

  /** The map; the builder can be used on. */
  public MapValue build() {
    if (size == 0 && line == 0) {
      return MapValue.empty();
    }
    String[] finalKeys = Arrays.copyOf(keys, size);
    return new MapValue(
        finalKeys,
        Arrays.copyOf(values, size),
        Arrays.copyOf(lines, size),
        KeyIndex.of(finalKeys, size),
        line);
  }

  int lineOf(String key) {
    int at = find(key);
    return at < 0 ? 0 : lines[at];
  }

  MapBuilder put(String key, Value value, int keyLine) {
    requireNonNull(value, "value is null");
    int at = find(key);
    if (at >= 0) {
      values[at] = value;
      return this;
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      values = Arrays.copyOf(values, size * 2);
      lines = Arrays.copyOf(lines, size * 2);
    }
    keys[size] = requireNonNull(key, "key is null");
    values[size] = value;
    lines[size] = keyLine;
    size++;
    if (index != null && index.takes(size)) {
      index.add(keys, size - 1);
    } else {
      index = KeyIndex.of(keys, size);
    }
    return this;
  }

  private int find(String key) {
    return index == null ? KeyIndex.scan(keys, size, key) : index.find(keys, key);
  }
}
