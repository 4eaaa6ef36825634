package io.freehold.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** An immutable list; every edit answers a new list that shares the items. */
public final class ListValue implements Value, Iterable<Value> {
  private static final ListValue EMPTY = new ListValue(List.of());

  private final List<Value> items;

  private ListValue(List<Value> items) {
    this.items = items;
  }

  /** No items. */
  public static ListValue empty() {
    return EMPTY;
  }

  /** The given items. */
  public static ListValue of(Value... items) {
    return items.length == 0 ? EMPTY : new ListValue(List.of(items));
  }

  /** The given items, copied unless the collection is immutable already. */
  public static ListValue of(Collection<? extends Value> items) {
    return items.isEmpty() ? EMPTY : new ListValue(List.copyOf(items));
  }

  /** Number of items. */
  public int size() {
    return items.size();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** The item at an index from 0. */
  public Value get(int index) {
    return items.get(index);
  }

  /** All items; unmodifiable. */
  public List<Value> items() {
    return items;
  }

  /** All items. */
  public Stream<Value> stream() {
    return items.stream();
  }

  /** This list with another item at an existing index. */
  @SuppressWarnings("ReferenceEquality") // identity: nothing changed
  public ListValue with(int index, Value item) {
    if (items.get(index) == item) {
      return this;
    }
    var copy = new ArrayList<>(items);
    copy.set(index, item);
    return of(copy);
  }

  /** This list with an item more, at the end. */
  public ListValue plus(Value item) {
    return inserted(items.size(), item);
  }

  /** This list with an item more, before the one at an index (or at the end). */
  public ListValue inserted(int index, Value item) {
    var copy = new ArrayList<Value>(items.size() + 1);
    copy.addAll(items);
    copy.add(index, item);
    return of(copy);
  }

  /** This list without the item at an index. */
  public ListValue without(int index) {
    var copy = new ArrayList<>(items);
    copy.remove(index);
    return of(copy);
  }

  @Override
  public Iterator<Value> iterator() {
    return items.iterator();
  }

  @Override
  public String describe() {
    return "a list";
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof ListValue list && items.equals(list.items));
  }

  @Override
  public int hashCode() {
    return items.hashCode();
  }

  /** The JSON text; may hold secrets, so not for logs. */
  @Override
  public String toString() {
    return Json.text(this);
  }
}
