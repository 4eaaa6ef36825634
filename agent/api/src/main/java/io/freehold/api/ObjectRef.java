package io.freehold.api;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Identity of a Kubernetes object, whatever version of its group it is read in.
 *
 * @param group API group, empty for the core group
 * @param kind kind
 * @param namespace namespace, empty for a cluster-scoped object
 * @param name name
 */
public record ObjectRef(String group, String kind, String namespace, String name)
    implements Comparable<ObjectRef> {
  private static final Comparator<ObjectRef> ORDER =
      Comparator.comparing(ObjectRef::group)
          .thenComparing(ObjectRef::kind)
          .thenComparing(ObjectRef::namespace)
          .thenComparing(ObjectRef::name);

  public ObjectRef {
    requireNonNull(group, "group is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
  }

  /** The group of an {@code apiVersion}: empty for {@code v1}, {@code apps} for {@code apps/v1}. */
  public static String groupOf(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  @Override
  public int compareTo(ObjectRef other) {
    return ORDER.compare(this, other);
  }

  /** {@code apps/Deployment shop/web}, or {@code Namespace shop} for a cluster-scoped object. */
  @Override
  public String toString() {
    return (group.isEmpty() ? kind : group + "/" + kind)
        + " "
        + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
