package io.freehold.store;

/**
 * Something that is different now.
 *
 * @param kind what
 * @param cluster whose
 * @param namespace namespace of the application, empty when it is about the cluster
 * @param name name of the application, empty when it is about the cluster
 */
public record Change(Kind kind, String cluster, String namespace, String name) {
  /** What changed. */
  public enum Kind {
    CLUSTER,
    APPLICATION,
    JOURNAL
  }
}
