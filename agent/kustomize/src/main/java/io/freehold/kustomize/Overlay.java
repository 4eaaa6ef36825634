package io.freehold.kustomize;

import static java.util.Objects.requireNonNull;

import io.freehold.yaml.ListValue;
import io.freehold.yaml.MapValue;
import io.freehold.yaml.StringValue;
import io.freehold.yaml.Value;
import java.util.ArrayList;
import java.util.Set;

/**
 * What a caller sets on top of the root kustomization, in memory: the options of an Argo CD
 * application or a Flux Kustomization. It is written like a kustomization itself. Texts replace,
 * labels and annotations are added, images and replicas replace the entry with the same name,
 * patches and components come after those of the file.
 *
 * @param fields namePrefix, nameSuffix, namespace, commonLabels, labels, commonAnnotations, images,
 *     replicas, patches, components
 */
public record Overlay(MapValue fields) {
  /** Nothing. */
  public static final Overlay NONE = new Overlay(MapValue.empty());

  private static final Set<String> KNOWN =
      Set.of(
          "namePrefix",
          "nameSuffix",
          "namespace",
          "commonLabels",
          "labels",
          "commonAnnotations",
          "images",
          "replicas",
          "patches",
          "components");
  private static final Set<String> BY_NAME = Set.of("images", "replicas");

  /**
   * Checks the fields.
   *
   * @throws KustomizeException when a field is unknown or of the wrong type
   */
  public Overlay {
    requireNonNull(fields, "fields is null");
    fields = ConfigShapes.KUSTOMIZATION.strict(fields, "the options of the application");
    for (String field : fields.keys()) {
      if (!KNOWN.contains(field)) {
        throw new KustomizeException(
            KustomizeException.Code.KUSTOMIZATION,
            "the options of the application cannot set "
                + field
                + "; put it into the kustomization");
      }
    }
  }

  /**
   * The entry of {@code images} for {@code name=newName:tag@digest}, of which {@code name=}, the
   * tag and the digest may be missing.
   */
  public static MapValue image(String text) {
    int equals = text.indexOf('=');
    ImageReference reference = ImageReference.parse(text.substring(equals + 1));
    var image = MapValue.builder();
    if (equals > 0) {
      image.put("name", text.substring(0, equals)).put("newName", reference.name());
    } else {
      image.put("name", reference.name());
    }
    if (!reference.tag().isEmpty()) {
      image.put("newTag", reference.tag());
    }
    if (!reference.digest().isEmpty()) {
      image.put("digest", reference.digest());
    }
    return image.build();
  }

  /** The fields of a kustomization with these on top. */
  MapValue applyTo(MapValue kustomization) {
    MapValue result = kustomization;
    for (var entry : fields) {
      String field = entry.getKey();
      result =
          result.with(
              field, joined(field, result.getOr(field, MapValue.empty()), entry.getValue()));
    }
    return result;
  }

  private static Value joined(String field, Value old, Value more) {
    if (more instanceof MapValue entries && old instanceof MapValue map) {
      MapValue merged = map;
      for (var entry : entries) {
        merged = merged.with(entry.getKey(), entry.getValue());
      }
      return merged;
    }
    if (more instanceof ListValue items && old instanceof ListValue list) {
      var all = new ArrayList<>(list.items());
      for (Value item : items) {
        if (BY_NAME.contains(field)) {
          all.removeIf(other -> name(other).equals(name(item)));
        }
        all.add(item);
      }
      return ListValue.of(all);
    }
    return more;
  }

  private static String name(Value entry) {
    return entry instanceof MapValue map
            && map.getOr("name", new StringValue("")) instanceof StringValue name
        ? name.text()
        : "";
  }
}
