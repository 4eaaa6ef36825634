package io.freehold.kustomize;

import io.freehold.kustomize.FieldLookup.ElementMatch;
import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Schema;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes every value that a dotted path names, where {@code *} means all elements of a list and
 * {@code [key=x]} those whose value contains a match of the regular expression x. A path may go on
 * into text that is JSON or YAML itself. For one use.
 */
final class PathEdit {
  /**
   * A found or made place.
   *
   * @param value what is there; null where it was made
   * @param isNew whether it was made
   * @param isInText whether it is inside of a text
   */
  record Place(Value value, boolean isNew, boolean isInText) {}

  private final @Nullable Value model;
  private final Function<Place, Value> change;
  private boolean inText;
  private int count;

  /**
   * @param model a value of the kind that is made at the end of paths that do not exist; null to
   *     make nothing
   */
  PathEdit(@Nullable Value model, Function<Place, Value> change) {
    this.model = model;
    this.change = change;
  }

  /** How many places were found or made. */
  int count() {
    return count;
  }

  Value apply(Value root, List<String> path) {
    return walk(root, path, false);
  }

  private Value walk(Value value, List<String> path, boolean isNew) {
    if (path.isEmpty()) {
      count++;
      return change.apply(new Place(value, isNew, inText));
    }
    String part = path.getFirst();
    var rest = path.subList(1, path.size());
    if (value instanceof ScalarValue scalar && !scalar.isNull()) {
      return text(scalar, path);
    }
    if (FieldLookup.isIndex(part)) {
      return index(list(value, part), Integer.parseInt(part), rest);
    }
    if (FieldLookup.isElement(part)) {
      return elements(list(value, part), ElementMatch.of(part), rest);
    }
    if (part.equals("*")) {
      ListValue list = list(value, part);
      ListValue changed = list;
      for (int i = 0; i < list.size(); i++) {
        changed = changed.with(i, walk(list.get(i), rest, false));
      }
      return changed;
    }
    return field(value, part, rest);
  }

  @SuppressWarnings("ReferenceEquality") // the very same value means that nothing changed
  private Value field(Value value, String name, List<String> rest) {
    if (!(value instanceof MapValue) && !value.isNull()) {
      throw new KustomizeException(
          Code.REPLACEMENT,
          "there is " + value.describe() + " where the field " + name + " needs a map");
    }
    MapValue map = value instanceof MapValue some ? some : MapValue.empty();
    var found = map.get(name);
    if (found.isEmpty() && model == null) {
      return value;
    }
    if (value.isNull() && model == null) {
      return value;
    }
    Value child = found.orElseGet(() -> made(rest));
    Value changed = walk(child, rest, found.isEmpty());
    return changed == child && found.isPresent() ? value : map.with(name, changed);
  }

  private Value index(ListValue list, int index, List<String> rest) {
    if (index == list.size() && model != null) {
      return list.plus(walk(made(rest), rest, true));
    }
    if (index >= list.size()) {
      throw new KustomizeException(
          Code.REPLACEMENT,
          "the index "
              + index
              + " is out of range: the list has "
              + list.size()
              + " elements"
              + (model == null ? "" : ", and only the next one can be made"));
    }
    return list.with(index, walk(list.get(index), rest, false));
  }

  private Value elements(ListValue list, ElementMatch match, List<String> rest) {
    SafePattern pattern = SafePattern.compile(match.text());
    ListValue changed = list;
    int before = count;
    for (int i = 0; i < list.size(); i++) {
      Value element = list.get(i);
      if (match.text(element).map(String::strip).filter(pattern::find).isPresent()) {
        changed = changed.with(i, walk(element, rest, false));
      }
    }
    if (count > before || model == null) {
      return changed;
    }
    Value text = Yaml.plain(match.text(), Schema.KUSTOMIZE);
    Value made = match.key().isEmpty() ? text : MapValue.of(match.key(), text);
    return changed.plus(walk(made, rest, false));
  }

  /** Goes on into a text, which keeps its format. */
  private Value text(ScalarValue scalar, List<String> path) {
    var structured = StructuredText.parse(scalar.text());
    boolean outer = inText;
    inText = true;
    Value before = structured.root();
    int countBefore = count;
    Value after = walk(before, path, false);
    inText = outer;
    return count == countBefore ? scalar : new StringValue(structured.format(after));
  }

  /** What is made where a path goes on: a list before an element, a map before a key. */
  private Value made(List<String> rest) {
    if (rest.isEmpty()) {
      return switch (model) {
        case MapValue _ -> MapValue.empty();
        case ListValue _ -> ListValue.empty();
        case null, default -> NullValue.NULL;
      };
    }
    String next = rest.getFirst();
    return FieldLookup.isElement(next) || FieldLookup.isIndex(next)
        ? ListValue.empty()
        : MapValue.empty();
  }

  private static ListValue list(Value value, String part) {
    if (value instanceof ListValue list) {
      return list;
    }
    if (value.isNull()) {
      return ListValue.empty();
    }
    throw new KustomizeException(
        Code.REPLACEMENT, "there is " + value.describe() + " where " + part + " needs a list");
  }
}
