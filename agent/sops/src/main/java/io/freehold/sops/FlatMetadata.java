package io.freehold.sops;

import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.NullValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The note of SOPS in formats without nesting: {@code age__list_0__map_enc} and the like. */
final class FlatMetadata {
  private static final Pattern STEP = Pattern.compile("__(map|list)_");
  private static final int MAX_INDEX = 1_000;

  private FlatMetadata() {}

  /** The nested form of flat entries, with {@code \n} in values as line breaks. */
  static MapValue nested(String file, Map<String, String> entries) {
    Value root = MapValue.empty();
    for (var entry : entries.entrySet()) {
      var text = new StringValue(entry.getValue().replace("\\n", "\n"));
      root = with(file, root, "__map_" + entry.getKey(), text);
    }
    return (MapValue) root;
  }

  private static Value with(String file, Value parent, String path, Value leaf) {
    Matcher step = STEP.matcher(path);
    if (!step.lookingAt()) {
      return leaf;
    }
    int end = step.end();
    int next = step.find() ? step.start() : path.length();
    String name = path.substring(end, next);
    String rest = path.substring(next);
    if (path.startsWith("__map_")) {
      MapValue map = parent instanceof MapValue m ? m : MapValue.empty();
      return map.with(name, with(file, map.getOr(name, NullValue.NULL), rest, leaf));
    }
    int index = name.matches("[0-9]{1,4}") ? Integer.parseInt(name) : MAX_INDEX;
    if (index >= MAX_INDEX) {
      throw new SopsException(
          SopsException.Code.MALFORMED, file, "the entries of sops are damaged");
    }
    var items =
        new ArrayList<Value>(
            parent instanceof ListValue list ? list.items() : ListValue.empty().items());
    while (items.size() <= index) {
      items.add(NullValue.NULL);
    }
    items.set(index, with(file, items.get(index), rest, leaf));
    return ListValue.of(items);
  }
}
