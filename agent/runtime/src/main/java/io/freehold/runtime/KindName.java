package io.freehold.runtime;

import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort.ResourceKind;

/**
 * A kind in whatever version: its objects are the same in all of them.
 *
 * @param group API group, empty for the core
 * @param kind kind
 */
record KindName(String group, String kind) implements Comparable<KindName> {
  static KindName of(ResourceKind kind) {
    return new KindName(ObjectRef.groupOf(kind.apiVersion()), kind.kind());
  }

  static KindName of(ObjectRef ref) {
    return new KindName(ref.group(), ref.kind());
  }

  @Override
  public int compareTo(KindName other) {
    return toString().compareTo(other.toString());
  }

  /** As {@code Widget.example.org}. */
  @Override
  public String toString() {
    return group.isEmpty() ? kind : kind + "." + group;
  }
}
