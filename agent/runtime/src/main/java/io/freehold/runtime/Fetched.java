package io.freehold.runtime;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is known of all sources of an application.
 *
 * @param snapshots newest state of each source in order; empty until every source has one
 * @param error why some source does not answer, empty when all do or were not asked yet
 * @param refused whether that is a signature
 */
record Fetched(List<SourceState.Snapshot> snapshots, String error, boolean refused) {
  private static final String AND = "+";

  Fetched {
    snapshots = List.copyOf(snapshots);
  }

  /** Whether there is something to render. */
  boolean isComplete() {
    return !snapshots.isEmpty();
  }

  /** Whether all sources answered the last time. */
  boolean available() {
    return isComplete() && error.isEmpty();
  }

  /** Commits and versions in the order of the sources, each once. */
  String revision() {
    return snapshots.stream()
        .map(SourceState.Snapshot::revision)
        .distinct()
        .collect(Collectors.joining(AND));
  }
}
