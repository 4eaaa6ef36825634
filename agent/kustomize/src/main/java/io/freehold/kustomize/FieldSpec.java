package io.freehold.kustomize;

import io.freehold.yaml.BooleanValue;
import io.freehold.yaml.MapValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Where a certain kind of field stands in certain kinds of objects. */
final class FieldSpec {
  /** The labels of any object. */
  static final FieldSpec LABELS = new FieldSpec(Gvk.ANY, "metadata/labels", true);

  private final Gvk selector;
  private final String path;
  private final boolean create;
  private final List<String> segments;

  FieldSpec(Gvk selector, String path, boolean create) {
    this.selector = selector;
    this.path = path;
    this.create = create;
    this.segments = PathSplitter.split(path, '/');
  }

  static FieldSpec of(MapValue spec) {
    return new FieldSpec(
        Gvk.ofSelector(spec),
        spec.text("path"),
        spec.getOr("create", BooleanValue.FALSE).equals(BooleanValue.TRUE));
  }

  static List<FieldSpec> listOf(Iterable<? extends io.freehold.yaml.Value> specs) {
    var list = new ArrayList<FieldSpec>();
    specs.forEach(spec -> list.add(of((MapValue) spec)));
    return list;
  }

  /** Which objects have the field; empty parts mean any. */
  Gvk selector() {
    return selector;
  }

  /** The path as written, with slashes. */
  String path() {
    return path;
  }

  List<String> segments() {
    return segments;
  }

  /** Whether missing parts of the path are made. */
  boolean create() {
    return create;
  }

  /**
   * Adds specs to a list, except those that it covers already. The order matters: a spec for one
   * kind that is there first keeps out a later one for all kinds, which is how a configuration
   * narrows a built-in spec.
   *
   * @throws KustomizeException when one is there with the opposite {@code create}
   */
  static List<FieldSpec> merge(List<FieldSpec> specs, List<FieldSpec> more) {
    if (more.isEmpty()) {
      return specs;
    }
    var merged = new ArrayList<>(specs);
    for (FieldSpec spec : more) {
      if (merged.stream().noneMatch(spec::isCoveredBy)) {
        merged.add(spec);
      }
    }
    return merged.size() == specs.size() ? specs : List.copyOf(merged);
  }

  /** Specific kinds first. */
  static List<FieldSpec> sorted(List<FieldSpec> specs) {
    return specs.stream()
        .sorted((a, b) -> LegacyOrder.DEFAULT.compare(a.selector, b.selector))
        .toList();
  }

  private boolean isCoveredBy(FieldSpec other) {
    boolean covered = path.equals(other.path) && other.selector.isSelectedBy(selector);
    if (covered && create != other.create) {
      throw new KustomizeException(
          KustomizeException.Code.KUSTOMIZATION,
          "conflicting field specs: "
              + path
              + " of "
              + (selector.equals(Gvk.ANY) ? "any kind" : selector)
              + " is known with create: "
              + other.create
              + "; remove one of them or make them equal");
    }
    return covered;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof FieldSpec spec
            && create == spec.create
            && path.equals(spec.path)
            && selector.equals(spec.selector));
  }

  @Override
  public int hashCode() {
    return Objects.hash(selector, path, create);
  }
}
