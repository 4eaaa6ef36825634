package io.freehold.kustomize;

import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labels and annotations that every object of a build gets last, over its own. Selectors and
 * templates are left alone.
 *
 * @param labels names and values
 * @param annotations names and values
 */
public record CommonMetadata(Map<String, String> labels, Map<String, String> annotations) {
  /** Nothing. */
  public static final CommonMetadata NONE = new CommonMetadata(Map.of(), Map.of());

  public CommonMetadata {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** An object with them. */
  MapValue on(MapValue object) {
    MapValue metadata = object.map("metadata");
    metadata = set(metadata, "labels", labels);
    metadata = set(metadata, "annotations", annotations);
    return metadata.equals(object.map("metadata")) ? object : object.with("metadata", metadata);
  }

  private static MapValue set(MapValue metadata, String field, Map<String, String> more) {
    if (more.isEmpty()) {
      return metadata;
    }
    MapValue all = metadata.map(field);
    for (var entry : new TreeMap<>(more).entrySet()) {
      all = all.with(entry.getKey(), new StringValue(entry.getValue()));
    }
    return metadata.with(field, all);
  }
}
