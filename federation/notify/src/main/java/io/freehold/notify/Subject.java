package io.freehold.notify;

import java.util.List;
import java.util.Locale;

/** What a trigger watches, with the fields of its state. */
public enum Subject {
  /** The state of an application, see {@link States#application}. */
  APPLICATION,
  /** The state of a cluster and its agent, see {@link States#cluster}. */
  CLUSTER;

  // Not fields of the constants: enums are to be immutable to the last bit.
  private static final List<String> OF_APPLICATIONS =
      List.of(
          "cluster",
          "labels",
          "namespace",
          "name",
          "project",
          "source",
          "path",
          "revision",
          "digest",
          "sync",
          "health",
          "healthMessage",
          "phase",
          "operationRevision",
          "operationMessage",
          "startedAt",
          "finishedAt",
          "attempt",
          "rolledBack",
          "conditions");
  private static final List<String> OF_CLUSTERS =
      List.of(
          "cluster",
          "labels",
          "state",
          "lastReportAt",
          "problem",
          "agentVersion",
          "kubernetesVersion",
          "revision",
          "source",
          "sourceMessage",
          "outboxLost");

  /** Names of the fields of its state. */
  public List<String> fields() {
    return this == APPLICATION ? OF_APPLICATIONS : OF_CLUSTERS;
  }

  /** As it is written in rules. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
