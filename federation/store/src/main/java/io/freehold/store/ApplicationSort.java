package io.freehold.store;

/** How a list of applications is sorted. */
public enum ApplicationSort {
  /** By cluster, namespace and name. */
  CLUSTER(
      "cluster",
      "(a.cluster, a.namespace, a.name) > (:afterCluster, :afterNamespace, :afterName)",
      "a.cluster, a.namespace, a.name"),
  /** The other way round. */
  CLUSTER_DESCENDING(
      "-cluster",
      "(a.cluster, a.namespace, a.name) < (:afterCluster, :afterNamespace, :afterName)",
      "a.cluster desc, a.namespace desc, a.name desc"),
  /** By name, so that the same application of all clusters stands together. */
  NAME(
      "name",
      "(a.name, a.namespace, a.cluster) > (:afterName, :afterNamespace, :afterCluster)",
      "a.name, a.namespace, a.cluster"),
  /** The other way round. */
  NAME_DESCENDING(
      "-name",
      "(a.name, a.namespace, a.cluster) < (:afterName, :afterNamespace, :afterCluster)",
      "a.name desc, a.namespace desc, a.cluster desc");

  private final String text;
  private final String after;
  private final String order;

  ApplicationSort(String text, String after, String order) {
    this.text = text;
    this.after = after;
    this.order = order;
  }

  String after() {
    return after;
  }

  String order() {
    return order;
  }

  /** As in the API. */
  @Override
  public String toString() {
    return text;
  }
}
