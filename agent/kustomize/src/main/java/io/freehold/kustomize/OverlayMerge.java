package io.freehold.kustomize;

import io.freehold.kustomize.KustomizeException.Code;
import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Sets an overlay on top of a kustomization, as {@code kustomize edit} does it: {@code add label}
 * and {@code add annotation} without their force do not change a key that is there.
 */
final class OverlayMerge {
  private static final StringValue KEEP = new StringValue("*");
  private static final List<String> KEEPABLE = List.of("newName", "newTag", "digest");

  /** What tells apart entries of labels. */
  private static final List<String> REACH =
      List.of("includeSelectors", "includeTemplates", "includeVolumeClaimTemplates");

  private final Overlay overlay;
  private final String file;

  OverlayMerge(Overlay overlay, String file) {
    this.overlay = overlay;
    this.file = file;
  }

  MapValue onto(MapValue kustomization) {
    MapValue result = kustomization;
    for (var entry : overlay.fields()) {
      String field = entry.getKey();
      result = result.with(field, joined(field, result, entry.getValue()));
    }
    return result;
  }

  private Value joined(String field, MapValue root, Value set) {
    return switch (field) {
      case "commonLabels", "commonAnnotations" ->
          pairs(field, root.map(field), overlay.fields().map(field));
      case "labels" -> labels(root.list(field).items(), overlay.fields().list(field).items());
      case "images" -> named(root.list(field), overlay.fields().list(field), OverlayMerge::image);
      case "replicas" ->
          named(root.list(field), overlay.fields().list(field), (_, replica) -> replica);
      case "components" -> {
        var paths = new ArrayList<>(root.list(field).items());
        for (Value path : overlay.fields().list(field)) {
          if (!paths.contains(path)) {
            paths.add(path);
          }
        }
        yield ListValue.of(paths);
      }
      case "patches" -> {
        var patches = new ArrayList<>(root.list(field).items());
        patches.addAll(overlay.fields().list(field).items());
        yield ListValue.of(patches);
      }
      default -> set;
    };
  }

  private MapValue pairs(String field, MapValue own, MapValue set) {
    MapValue all = own;
    for (var entry : set) {
      if (own.has(entry.getKey())) {
        checkForce(field, entry.getKey());
      }
      all = all.with(entry.getKey(), entry.getValue());
    }
    return all;
  }

  /** Replaces labels where they reach the same places; the others become an entry of their own. */
  private ListValue labels(List<Value> own, List<Value> set) {
    var all = new ArrayList<>(own);
    for (Value item : set) {
      var label = (MapValue) item;
      MapValue added = label.map("pairs");
      for (int i = 0; i < own.size(); i++) {
        var old = (MapValue) all.get(i);
        if (!isSameReach(old, label)) {
          continue;
        }
        MapValue pairs = old.map("pairs");
        for (var entry : label.map("pairs")) {
          if (pairs.has(entry.getKey())) {
            checkForce("labels", entry.getKey());
            pairs = pairs.with(entry.getKey(), entry.getValue());
            added = added.without(entry.getKey());
          }
        }
        all.set(i, old.with("pairs", pairs));
      }
      if (!added.isEmpty()) {
        all.add(label.with("pairs", added));
      }
    }
    return ListValue.of(all);
  }

  private void checkForce(String field, String key) {
    boolean isAnnotation = field.equals("commonAnnotations");
    if (!(isAnnotation ? overlay.forceAnnotations() : overlay.forceLabels())) {
      throw new KustomizeException(
          Code.KUSTOMIZATION,
          "%s: %s sets %s, and so do the options of the application; remove one of both, or set %s there to replace it"
              .formatted(
                  file, field, key, isAnnotation ? "forceCommonAnnotations" : "forceCommonLabels"));
    }
  }

  private static boolean isSameReach(MapValue label, MapValue other) {
    return REACH.stream()
        .allMatch(flag ->
            label.getOr(flag, BooleanValue.FALSE).equals(other.getOr(flag, BooleanValue.FALSE)));
  }

  /** Replaces entries by name, in their place. */
  private static ListValue named(
      ListValue own, ListValue set, BiFunction<MapValue, MapValue, MapValue> merge) {
    var all = new ArrayList<>(own.items());
    for (Value item : set) {
      var entry = (MapValue) item;
      var old = all.stream().filter(other -> isSameName(other, entry)).findFirst();
      MapValue merged = merge.apply((MapValue) old.orElse(MapValue.empty()), entry);
      if (old.isEmpty()) {
        all.add(merged);
      } else {
        int place = all.indexOf(old.get());
        all.set(place, merged);
        all.subList(place + 1, all.size()).removeIf(other -> isSameName(other, entry));
      }
    }
    return ListValue.of(all);
  }

  private static boolean isSameName(Value one, Value other) {
    return ((MapValue) one).text("name").equals(((MapValue) other).text("name"));
  }

  /** A star keeps what the file says. */
  private static MapValue image(MapValue old, MapValue set) {
    MapValue image = set;
    for (String field : KEEPABLE) {
      if (set.getOr(field, MapValue.empty()).equals(KEEP)) {
        image = old.has(field) ? image.with(field, old.getOr(field, KEEP)) : image.without(field);
      }
    }
    return image;
  }
}
