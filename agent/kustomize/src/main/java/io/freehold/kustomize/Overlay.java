package io.freehold.kustomize;

import static java.util.Objects.requireNonNull;

import io.freehold.yaml.MapValue;
import java.util.Set;

/**
 * What a caller sets on top of the root kustomization, in memory: the options of an Argo CD
 * application or a Flux Kustomization. It is written like a kustomization itself. Texts replace,
 * labels and annotations are added, images and replicas replace the entry with the same name,
 * patches and components come after those of the file; a component that is there already is not
 * added again.
 *
 * @param fields namePrefix, nameSuffix, namespace, commonLabels, labels, commonAnnotations, images,
 *     replicas, patches, components
 * @param forceLabels whether labels may replace those of the root, which is an error otherwise
 * @param forceAnnotations the same for annotations
 * @param metadata what every object gets last
 */
public record Overlay(
    MapValue fields, boolean forceLabels, boolean forceAnnotations, CommonMetadata metadata) {
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

  /**
   * Checks the fields.
   *
   * @throws KustomizeException when a field is unknown or of the wrong type
   */
  public Overlay {
    requireNonNull(fields, "fields is null");
    requireNonNull(metadata, "metadata is null");
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

  /** Fields that replace no label and no annotation of the root. */
  public Overlay(MapValue fields) {
    this(fields, false, false, CommonMetadata.NONE);
  }

  /** These fields, which may or may not replace labels and annotations of the root. */
  public Overlay withForce(boolean labels, boolean annotations) {
    return new Overlay(fields, labels, annotations, metadata);
  }

  /** These fields with what every object gets last. */
  public Overlay withMetadata(CommonMetadata other) {
    return new Overlay(fields, forceLabels, forceAnnotations, other);
  }

  /**
   * The entry of {@code images} for {@code name=newName:tag@digest}, of which {@code name=}, the
   * tag and the digest may be missing. A star as one of the last three keeps what the root says.
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

  /**
   * The fields of a kustomization with these on top.
   *
   * @param file the kustomization, for messages
   */
  MapValue applyTo(MapValue kustomization, String file) {
    return new OverlayMerge(this, file).onto(kustomization);
  }
}
