package io.freehold.kustomize;

/**
 * What identifies an object inside a build.
 *
 * @param gvk type
 * @param name name
 * @param namespace namespace as written, empty when none is
 */
record ResId(Gvk gvk, String name, String namespace) {
  static final String NO_NAMESPACE = "_non_namespaceable_";
  private static final String DEFAULT_NAMESPACE = "default";

  /**
   * The namespace that counts: none for cluster-scoped kinds, {@code default} when nothing is
   * written.
   */
  String effectiveNamespace() {
    if (gvk.isClusterScoped()) {
      return NO_NAMESPACE;
    }
    return namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace;
  }

  boolean isClusterScoped() {
    return gvk.isClusterScoped();
  }

  boolean hasNamespaceOf(ResId other) {
    return effectiveNamespace().equals(other.effectiveNamespace());
  }

  /** Whether both mean the same object, which {@link #equals} does not say. */
  boolean matches(ResId other) {
    return name.equals(other.name) && gvk.equals(other.gvk) && hasNamespaceOf(other);
  }

  /** Whether a selector with exact, possibly empty parts takes it. */
  boolean isSelectedBy(ResId selector) {
    return (selector.name.isEmpty() || selector.name.equals(name))
        && (selector.namespace.isEmpty() || selector.hasNamespaceOf(this))
        && gvk.isSelectedBy(selector.gvk);
  }

  @Override
  public String toString() {
    return gvk + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
