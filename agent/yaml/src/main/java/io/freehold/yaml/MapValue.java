package io.freehold.yaml;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map with text keys, in the order they were written. Every edit answers a new map
 * that shares the values, and an edit that changes nothing answers the map itself. For many edits
 * of one map take {@link #toBuilder()}.
 */
public final class MapValue implements Value, Iterable<Map.Entry<String, Value>> {
  private static final MapValue EMPTY =
      new MapValue(new String[0], new Value[0], new int[0], null, 0);

  private final String[] keys;
  private final Value[] values;
  private final int[] lines;
  private final @Nullable KeyIndex index;
  private final int line;

  MapValue(String[] keys, Value[] values, int[] lines, @Nullable KeyIndex index, int line) {
    this.keys = keys;
    this.values = values;
    this.lines = lines;
    this.index = index;
    this.line = line;
  }

  /** No entries. */
  public static MapValue empty() {
    return EMPTY;
  }

  /** One entry. */
  public static MapValue of(String key, Value value) {
    return builder().put(key, value).build();
  }

  /** Two entries. */
  public static MapValue of(String key1, Value value1, String key2, Value value2) {
    return builder().put(key1, value1).put(key2, value2).build();
  }

  /** The entries of a map, in its iteration order. */
  public static MapValue of(Map<String, ? extends Value> entries) {
    var builder = builder();
    entries.forEach(builder::put);
    return builder.build();
  }

  /** Collects a new map. */
  public static MapBuilder builder() {
    return new MapBuilder(0);
  }

  /** Collects a changed copy. */
  public MapBuilder toBuilder() {
    var builder = new MapBuilder(line);
    for (int i = 0; i < keys.length; i++) {
      builder.put(keys[i], values[i], lines[i]);
    }
    return builder;
  }

  /** Number of entries. */
  public int size() {
    return keys.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return keys.length == 0;
  }

  /** The value of a key. */
  public Optional<Value> get(String key) {
    int at = indexOf(key);
    return at < 0 ? Optional.empty() : Optional.of(values[at]);
  }

  /** The value of a key, or another when there is none. */
  public Value getOr(String key, Value absent) {
    int at = indexOf(key);
    return at < 0 ? absent : values[at];
  }

  /** The map under a key; the empty map when there is none or something else is there. */
  public MapValue map(String key) {
    int at = indexOf(key);
    return at >= 0 && values[at] instanceof MapValue map ? map : EMPTY;
  }

  /** The list under a key; the empty list when there is none or something else is there. */
  public ListValue list(String key) {
    int at = indexOf(key);
    return at >= 0 && values[at] instanceof ListValue list ? list : ListValue.empty();
  }

  /** The text under a key; empty when there is none or something else is there. */
  public String text(String key) {
    int at = indexOf(key);
    return at >= 0 && values[at] instanceof StringValue string ? string.text() : "";
  }

  /** Whether there is such a key. */
  public boolean has(String key) {
    return indexOf(key) >= 0;
  }

  /** All keys in order; unmodifiable. */
  public List<String> keys() {
    return List.of(keys);
  }

  /**
   * The key of an entry, counted from 0; with {@link #valueAt} for loops that must not allocate.
   */
  public String keyAt(int position) {
    return keys[position];
  }

  /** The value of an entry, counted from 0. */
  public Value valueAt(int position) {
    return values[position];
  }

  /** The line where the map starts in its file, from 1; 0 when it was not read from a file. */
  public int line() {
    return line;
  }

  /** The line of a key in its file, from 1; 0 when it is unknown. */
  public int lineOf(String key) {
    int at = indexOf(key);
    return at < 0 ? 0 : lines[at];
  }

  /** This map with a key set: in its place when it exists, else at the end. */
  @SuppressWarnings("ReferenceEquality") // identity: nothing changed
  public MapValue with(String key, Value value) {
    int at = indexOf(key);
    if (at < 0) {
      return toBuilder().put(key, value).build();
    }
    if (values[at] == value) {
      return this;
    }
    Value[] copy = values.clone();
    copy[at] = requireNonNull(value, "value is null");
    return new MapValue(keys, copy, lines, index, line);
  }

  /** This map without a key. */
  public MapValue without(String key) {
    return has(key) ? toBuilder().remove(key).build() : this;
  }

  /** This map with every value replaced; keys stay. */
  @SuppressWarnings("ReferenceEquality") // as in with
  public MapValue mapValues(UnaryOperator<Value> change) {
    Value[] copy = values;
    for (int i = 0; i < values.length; i++) {
      Value changed = requireNonNull(change.apply(values[i]), "value is null");
      if (changed != values[i]) {
        copy = copy == values ? values.clone() : copy;
        copy[i] = changed;
      }
    }
    return copy == values ? this : new MapValue(keys, copy, lines, index, line);
  }

  @Override
  public Iterator<Map.Entry<String, Value>> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < keys.length;
      }

      @Override
      public Map.Entry<String, Value> next() {
        if (next >= keys.length) {
          throw new java.util.NoSuchElementException();
        }
        var entry = Map.entry(keys[next], values[next]);
        next++;
        return entry;
      }
    };
  }

  @Override
  public String describe() {
    return "a map";
  }

  private int indexOf(String key) {
    return index == null ? KeyIndex.scan(keys, keys.length, key) : index.find(keys, key);
  }

  /** Positions that sort the keys. */
  int[] sorted() {
    Integer[] order = new Integer[keys.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> keys[a].compareTo(keys[b]));
    int[] positions = new int[order.length];
    Arrays.setAll(positions, i -> order[i]);
    return positions;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof MapValue map) || map.keys.length != keys.length) {
      return false;
    }
    for (int i = 0; i < keys.length; i++) {
      int at = map.indexOf(keys[i]);
      if (at < 0 || !map.values[at].equals(values[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < keys.length; i++) {
      hash += keys[i].hashCode() ^ (31 * values[i].hashCode());
    }
    return hash;
  }

  /** The JSON text; may hold secrets, so not for logs. */
  @Override
  public String toString() {
    return Json.text(this);
  }
}
