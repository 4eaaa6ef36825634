package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds one value by a dotted path: keys, {@code [name=x]} for the element of a list with a value,
 * a number or {@code key[0]} for its position, {@code -} for the last one.
 */
final class FieldLookup {
  private static final Pattern INDEXED = Pattern.compile("(.*)\\[(\\d+)]");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private FieldLookup() {}

  static Optional<Value> find(Value root, String path) {
    return find(root, withIndexes(PathSplitter.dotted(path)));
  }

  static Optional<Value> find(Value root, List<String> parts) {
    Value value = root;
    for (String part : parts) {
      if (part.isBlank()) {
        continue;
      }
      var next = child(value, part);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      value = next.get();
    }
    return Optional.of(value);
  }

  static boolean isElement(String part) {
    return part.startsWith("[") && part.endsWith("]");
  }

  static boolean isIndex(String part) {
    return NUMBER.matcher(part).matches();
  }

  private static Optional<Value> child(Value value, String part) {
    if (value.isNull()) {
      return Optional.empty();
    }
    if (part.equals("*")) {
      throw new KustomizeException(Code.FIELD, "* cannot stand in the path of a source");
    }
    boolean inList = isIndex(part) || part.equals("-") || isElement(part);
    if (!inList) {
      if (value instanceof MapValue map) {
        return map.get(part);
      }
      throw wrong("a map", value, part);
    }
    if (!(value instanceof ListValue list)) {
      throw wrong("a list", value, part);
    }
    if (isElement(part)) {
      var match = ElementMatch.of(part);
      return list.stream().filter(match::equalsLiterally).findFirst();
    }
    int index = part.equals("-") ? list.size() - 1 : Integer.parseInt(part);
    return index < 0 || index >= list.size() ? Optional.empty() : Optional.of(list.get(index));
  }

  private static KustomizeException wrong(String expected, Value value, String part) {
    return new KustomizeException(
        Code.FIELD, "there is " + value.describe() + " where " + part + " expects " + expected);
  }

  private static List<String> withIndexes(List<String> parts) {
    var result = new ArrayList<String>();
    for (String part : parts) {
      Matcher matcher = INDEXED.matcher(part);
      if (matcher.matches()) {
        if (!matcher.group(1).isEmpty()) {
          result.add(matcher.group(1));
        }
        result.add(matcher.group(2));
      } else {
        result.add(part);
      }
    }
    return result;
  }

  /**
   * A part of a path like {@code [name=x]}, or {@code [=x]} for scalars.
   *
   * @param key the key, or empty
   * @param text what its value must be
   */
  record ElementMatch(String key, String text) {
    static ElementMatch of(String part) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new KustomizeException(
            Code.FIELD, part + " must be written as [key=value] to select an element of a list");
      }
      return new ElementMatch(
          part.substring(1, equals), part.substring(equals + 1, part.length() - 1));
    }

    boolean equalsLiterally(Value element) {
      return text(element).filter(text::equals).isPresent();
    }

    /** The text that is compared, if the element has it. */
    Optional<String> text(Value element) {
      Value value = element;
      if (!key.isEmpty()) {
        var found = element instanceof MapValue map ? map.get(key) : Optional.<Value>empty();
        if (found.isEmpty()) {
          return Optional.empty();
        }
        value = found.get();
      }
      return value instanceof ScalarValue scalar ? Optional.of(scalar.text()) : Optional.empty();
    }
  }
}
