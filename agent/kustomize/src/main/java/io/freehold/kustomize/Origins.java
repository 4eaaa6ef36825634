package io.freehold.kustomize;

import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;

/** The annotations that say where an object came from and what changed it. */
final class Origins {
  static final String ORIGIN = "config.kubernetes.io/origin";
  static final String TRANSFORMATIONS = "alpha.config.kubernetes.io/transformations";

  private Origins() {}

  /** An origin that is a file. */
  static MapValue file(String path) {
    return MapValue.of("path", new StringValue(path));
  }

  /** An origin that is a generator or transformer, set up in a file. */
  static MapValue configured(
      String in, String apiVersion, String kind, String name, String namespace) {
    var by = MapValue.builder().put("apiVersion", apiVersion).put("kind", kind);
    if (!name.isEmpty()) {
      by.put("name", name);
    }
    if (!namespace.isEmpty()) {
      by.put("namespace", namespace);
    }
    return MapValue.of("configuredIn", new StringValue(in), "configuredBy", by.build());
  }

  static boolean has(Resource resource) {
    return resource.textMap("annotations").has(ORIGIN);
  }

  static void set(Resource resource, MapValue origin) {
    annotate(resource, ORIGIN, text(origin));
  }

  /** Notes that something changed an object. */
  static void addTransformation(Resource resource, MapValue origin) {
    if (!has(resource)) {
      set(resource, origin);
      return;
    }
    String old = resource.textMap("annotations").text(TRANSFORMATIONS);
    String item = "- " + text(origin).stripTrailing().replace("\n", "\n  ") + "\n";
    annotate(resource, TRANSFORMATIONS, old + item);
  }

  private static void annotate(Resource resource, String key, String text) {
    resource.textMap(
        "annotations", resource.textMap("annotations").with(key, new StringValue(text)));
  }

  /** As upstream writes it: in the order of the fields, not sorted. */
  private static String text(MapValue origin) {
    var out = new StringBuilder();
    for (var entry : origin) {
      out.append(entry.getKey()).append(':');
      if (entry.getValue() instanceof MapValue map) {
        out.append('\n');
        for (var inner : map) {
          out.append("  ").append(inner.getKey()).append(": ").append(scalar(inner.getValue()));
        }
      } else {
        out.append(' ').append(scalar(entry.getValue()));
      }
    }
    return out.toString();
  }

  private static String scalar(Value value) {
    return Yaml.text(value);
  }
}
