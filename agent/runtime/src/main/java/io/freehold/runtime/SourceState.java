package io.freehold.runtime;

import io.freehold.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a source.
 *
 * @param snapshot newest state that was read; null before the first
 * @param error why the source does not answer, empty when it does or was not asked yet
 * @param refused whether that is a signature that is missing, wrong or of a stranger
 */
record SourceState(@Nullable Snapshot snapshot, String error, boolean refused) {
  /** What is known of a source whose signatures nobody refuses. */
  SourceState(@Nullable Snapshot snapshot, String error) {
    this(snapshot, error, false);
  }

  /** Not asked yet. */
  static final SourceState NOT_ASKED = new SourceState(null, "");

  /** Whether the source answered the last time. */
  boolean available() {
    return snapshot != null && error.isEmpty();
  }

  /**
   * A repository at one commit.
   *
   * @param revision commit id
   * @param tree its files
   */
  record Snapshot(String revision, Tree tree) {}
}
