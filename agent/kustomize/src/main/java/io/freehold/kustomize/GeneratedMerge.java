package io.freehold.kustomize;

import io.freehold.yaml.MapValue;
import io.freehold.yaml.ScalarValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.TreeMap;

/** Lets a generated ConfigMap or Secret take the place of an older one. */
final class GeneratedMerge {
  private GeneratedMerge() {}

  /** New data under the old name, with the labels and annotations of both. */
  static void replace(Resource old, Resource generated) {
    for (String field : new String[] {"labels", "annotations"}) {
      generated.textMap(field, merged(old.textMap(field), generated.textMap(field)));
    }
    generated.rename(old.name());
    generated.namespace(old.namespace());
    generated.continueFrom(old);
  }

  /** As {@link #replace}, and the data of both, of which the new wins. */
  static void merge(Resource old, Resource generated) {
    var origin = old.textMap("annotations").get(Origins.ORIGIN);
    replace(old, generated);
    for (String field : new String[] {"data", "binaryData"}) {
      MapValue data = merged(old.value().map(field), generated.value().map(field));
      generated.value(
          data.isEmpty() ? generated.value().without(field) : generated.value().with(field, data));
    }
    origin.ifPresent(text ->
        generated.textMap(
            "annotations", generated.textMap("annotations").with(Origins.ORIGIN, text)));
  }

  private static MapValue merged(MapValue old, MapValue wins) {
    var entries = new TreeMap<String, Value>();
    for (MapValue map : new MapValue[] {old, wins}) {
      for (var entry : map) {
        entries.put(
            entry.getKey(),
            entry.getValue() instanceof ScalarValue scalar && !(scalar instanceof StringValue)
                ? new StringValue(scalar.text())
                : entry.getValue());
      }
    }
    return MapValue.of(entries);
  }
}
