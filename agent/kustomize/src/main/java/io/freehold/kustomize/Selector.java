package io.freehold.kustomize;

import io.freehold.yaml.MapValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Selects objects by regular expressions over their identity, and by labels and annotations. */
final class Selector {
  private final @Nullable SafePattern group;
  private final @Nullable SafePattern version;
  private final @Nullable SafePattern kind;
  private final @Nullable SafePattern name;
  private final @Nullable SafePattern namespace;
  private final LabelSelector labels;
  private final LabelSelector annotations;
  private final boolean hasId;
  private final boolean hasLabels;

  private Selector(MapValue spec) {
    group = pattern(spec, "group");
    version = pattern(spec, "version");
    kind = pattern(spec, "kind");
    name = pattern(spec, "name");
    namespace = pattern(spec, "namespace");
    labels = LabelSelector.parse(spec.text("labelSelector"));
    annotations = LabelSelector.parse(spec.text("annotationSelector"));
    hasId = group != null || version != null || kind != null || name != null || namespace != null;
    hasLabels = !spec.text("labelSelector").isEmpty() || !spec.text("annotationSelector").isEmpty();
  }

  /** From a map that {@link ConfigShapes#SELECTOR} has read. */
  static Selector of(MapValue spec) {
    return new Selector(spec);
  }

  /** Whether any part of the identity is selected. */
  boolean hasId() {
    return hasId;
  }

  /** Whether labels or annotations are selected. */
  boolean hasLabels() {
    return hasLabels;
  }

  /** The objects whose type, and whose original or current name and namespace fit. */
  List<Resource> select(List<Resource> resources) {
    var selected = new ArrayList<Resource>();
    for (Resource resource : resources) {
      ResId original = resource.originalId();
      ResId current = resource.id();
      if (matches(namespace, original.effectiveNamespace(), current.effectiveNamespace())
          && matches(name, original.name(), current.name())
          && matchesType(current.gvk())
          && matchesLabels(resource)) {
        selected.add(resource);
      }
    }
    return selected;
  }

  /** Whether one identity fits, its namespace taken as written. */
  boolean matchesId(ResId id) {
    return matchesType(id.gvk())
        && matches(name, id.name(), id.name())
        && matches(namespace, id.namespace(), id.namespace());
  }

  boolean matchesLabels(Resource resource) {
    return labels.matches(resource.textMap("labels"))
        && annotations.matches(resource.textMap("annotations"));
  }

  private boolean matchesType(Gvk gvk) {
    return matches(group, gvk.group(), gvk.group())
        && matches(version, gvk.version(), gvk.version())
        && matches(kind, gvk.kind(), gvk.kind());
  }

  private static boolean matches(@Nullable SafePattern pattern, String one, String other) {
    return pattern == null || pattern.find(one) || (!one.equals(other) && pattern.find(other));
  }

  private static @Nullable SafePattern pattern(MapValue spec, String field) {
    String text = spec.text(field);
    return text.isEmpty() ? null : SafePattern.whole(text);
  }
}
