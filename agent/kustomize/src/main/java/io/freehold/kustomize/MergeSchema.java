package io.freehold.kustomize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which lists of which kinds are merged by key. Immutable once built. */
final class MergeSchema {
  /** The built-in kinds, from the table {@code merge-keys.txt}. */
  static final MergeSchema BUILTIN = readTable();

  /** The fields of a type that matter; all others are replaced or merged as plain maps. */
  static final class ObjectType {
    private final Map<String, FieldType> fields = new HashMap<>();

    @Nullable FieldType field(String name) {
      return fields.get(name);
    }

    void add(String name, FieldType field) {
      fields.put(name, field);
    }
  }

  /**
   * A field.
   *
   * @param keys what identifies the elements of a list: null when the list is not merged, empty
   *     when its elements are scalars
   * @param type the type of the value, or of the elements of a list, if it matters
   */
  record FieldType(@Nullable List<String> keys, @Nullable ObjectType type) {}

  private final Map<String, ObjectType> kinds;
  private final Map<String, ObjectType> types;

  /**
   * @param kinds types by {@link #key}
   * @param types types by name, for those who refer to them
   */
  private MergeSchema(Map<String, ObjectType> kinds, Map<String, ObjectType> types) {
    this.kinds = Map.copyOf(kinds);
    this.types = Map.copyOf(types);
  }

  /** A schema of its own. */
  static MergeSchema of(Map<String, ObjectType> kinds) {
    return new MergeSchema(kinds, Map.of());
  }

  /** This schema with more kinds, which replace those of the same name. */
  MergeSchema with(Map<String, ObjectType> more) {
    var all = new HashMap<>(kinds);
    all.putAll(more);
    return new MergeSchema(all, types);
  }

  /** The type of a name without its package, such as {@code PodSpec}; null when it is not known. */
  @Nullable ObjectType typeNamed(String name) {
    return types.get(name);
  }

  /** The type of an object; null when nothing is known about it. */
  @Nullable ObjectType type(Gvk gvk) {
    return kinds.get(key(gvk));
  }

  static String key(Gvk gvk) {
    return gvk.apiVersion() + "/" + gvk.kind();
  }

  private static MergeSchema readTable() {
    var types = new HashMap<String, ObjectType>();
    var kinds = new HashMap<String, ObjectType>();
    for (String[] line : TextTables.read("merge-keys.txt")) {
      if (line[0].equals("@")) {
        ObjectType type = types.computeIfAbsent(line[1], _ -> new ObjectType());
        for (int i = 2; i < line.length; i++) {
          kinds.put(line[i], type);
        }
      } else {
        ObjectType type = types.computeIfAbsent(line[0], _ -> new ObjectType());
        for (int i = 1; i < line.length; i++) {
          addField(type, line[i], types);
        }
      }
    }
    return new MergeSchema(kinds, types);
  }

  private static void addField(ObjectType type, String text, Map<String, ObjectType> types) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    ObjectType child =
        equals < 0
            ? null
            : types.computeIfAbsent(text.substring(equals + 1), _ -> new ObjectType());
    int bracket = name.indexOf('[');
    if (bracket < 0) {
      type.add(name, new FieldType(null, child));
    } else {
      String keys = name.substring(bracket + 1, name.length() - 1);
      type.add(
          name.substring(0, bracket),
          new FieldType(keys.isEmpty() ? List.of() : List.of(keys.split(",", -1)), child));
    }
  }
}
