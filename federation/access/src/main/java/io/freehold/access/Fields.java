package io.freehold.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of an object of a file. Each must be asked for: {@link #end} refuses those that nobody
 * did, and a field without a value is no value, because what restricts a right must not get lost in
 * a slip of the pen.
 */
final class Fields {
  private static final int MOST = 1_000;
  private static final int LONGEST = 500;

  private final String where;
  private final JsonNode node;
  private final Set<String> asked = new HashSet<>();

  Fields(String where, JsonNode node) throws AccessException {
    this.where = where;
    this.node = node;
    if (!node.isObject()) {
      throw new AccessException(where + " must be an object");
    }
  }

  boolean has(String name) {
    return node.has(name);
  }

  String text(String name) throws AccessException {
    return optional(name)
        .orElseThrow(() -> new AccessException(where + "." + name + " is missing"));
  }

  String text(String name, String absent) throws AccessException {
    return optional(name).orElse(absent);
  }

  /** Texts, at least one when the field is there. */
  List<String> texts(String name) throws AccessException {
    var texts = new ArrayList<String>();
    for (Item item : items(name)) {
      texts.add(string(item.where(), item.node()));
    }
    return texts;
  }

  Optional<Fields> object(String name) throws AccessException {
    asked.add(name);
    JsonNode value = node.get(name);
    return value == null ? Optional.empty() : Optional.of(new Fields(where + "." + name, value));
  }

  /** Objects, at least one when the field is there. */
  List<Fields> objects(String name) throws AccessException {
    var objects = new ArrayList<Fields>();
    for (Item item : items(name)) {
      objects.add(new Fields(item.where(), item.node()));
    }
    return objects;
  }

  /** Names of all fields, for objects whose fields are not known beforehand. */
  List<String> names() {
    var names = new ArrayList<String>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Refuses fields that nobody asked for. */
  void end() throws AccessException {
    for (String name : names()) {
      if (!asked.contains(name)) {
        throw new AccessException(where + " has no field " + name);
      }
    }
  }

  AccessException wrong(String name, String what) {
    return new AccessException(where + "." + name + " " + what);
  }

  private Optional<String> optional(String name) throws AccessException {
    asked.add(name);
    JsonNode value = node.get(name);
    return value == null ? Optional.empty() : Optional.of(string(where + "." + name, value));
  }

  private List<Item> items(String name) throws AccessException {
    asked.add(name);
    JsonNode value = node.get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray() || value.isEmpty() || value.size() > MOST) {
      throw wrong(name, "must be a list of 1 to " + MOST + " items, or left out");
    }
    var items = new ArrayList<Item>();
    for (JsonNode one : value) {
      items.add(new Item("%s.%s[%d]".formatted(where, name, items.size()), one));
    }
    return items;
  }

  private static String string(String where, JsonNode node) throws AccessException {
    String text = node.isTextual() ? node.textValue() : "";
    if (text.isBlank() || text.length() > LONGEST || text.indexOf(0) >= 0) {
      throw new AccessException(where + " must be text of 1 to " + LONGEST + " characters");
    }
    return text;
  }

  private record Item(String where, JsonNode node) {}
}
