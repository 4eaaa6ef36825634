package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.kustomize.MergeSchema.FieldType;
import io.freehold.kustomize.MergeSchema.ObjectType;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link MergeSchema} from the OpenAPI document of {@code openapi.path}. */
final class OpenApiSchema {
  private static final String KUBERNETES = "io.k8s.";

  private final MapValue definitions;
  private final MergeSchema known;
  private final Map<String, ObjectType> types = new HashMap<>();

  private OpenApiSchema(MapValue definitions, MergeSchema known) {
    this.definitions = definitions;
    this.known = known;
  }

  /**
   * @param known what stays known and may be referred to
   */
  static MergeSchema read(Value document, String file, MergeSchema known) {
    if (!(document instanceof MapValue map)
        || !(map.getOr("definitions", MapValue.empty()) instanceof MapValue definitions)) {
      throw new KustomizeException(
          Code.KUSTOMIZATION,
          file + ": openapi.path must name an OpenAPI document, a map with definitions");
    }
    var reader = new OpenApiSchema(definitions, known);
    var kinds = new HashMap<String, ObjectType>();
    for (String name : definitions.keys()) {
      for (Value id : definitions.map(name).list("x-kubernetes-group-version-kind")) {
        if (id instanceof MapValue gvk) {
          kinds.put(MergeSchema.key(Gvk.ofSelector(gvk)), reader.named(name));
        }
      }
    }
    return known.with(kinds);
  }

  private ObjectType named(String name) {
    ObjectType type = types.get(name);
    if (type == null && !definitions.has(name) && name.startsWith(KUBERNETES)) {
      type = known.typeNamed(name.substring(name.lastIndexOf('.') + 1));
    }
    if (type == null) {
      type = new ObjectType();
      // Before its fields: definitions may refer to themselves.
      types.put(name, type);
      fill(type, definitions.map(name));
    }
    return type;
  }

  private void fill(ObjectType type, MapValue schema) {
    for (var entry : schema.map("properties")) {
      if (entry.getValue() instanceof MapValue property) {
        type.add(entry.getKey(), new FieldType(keys(property), typeOf(property)));
      }
    }
  }

  private @Nullable ObjectType typeOf(MapValue property) {
    String reference = property.text("$ref");
    if (!reference.isEmpty()) {
      return named(reference.substring(reference.lastIndexOf('/') + 1));
    }
    if (property.has("items")) {
      return typeOf(property.map("items"));
    }
    if (property.has("properties")) {
      var type = new ObjectType();
      fill(type, property);
      return type;
    }
    return null;
  }

  private static @Nullable List<String> keys(MapValue property) {
    String strategy = property.text("x-kubernetes-patch-strategy");
    if (!Arrays.asList(strategy.split(",", -1)).contains("merge")) {
      return null;
    }
    ListValue keys = property.list("x-kubernetes-list-map-keys");
    if (!keys.isEmpty()) {
      return keys.stream()
          .filter(StringValue.class::isInstance)
          .map(key -> ((StringValue) key).text())
          .toList();
    }
    String key = property.text("x-kubernetes-patch-merge-key");
    return key.isEmpty() ? List.of() : List.of(key);
  }
}
