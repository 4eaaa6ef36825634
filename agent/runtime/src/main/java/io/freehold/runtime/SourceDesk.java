package io.freehold.runtime;

import io.freehold.api.Source;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Follows the sources of one application. Owned by its actor. */
final class SourceDesk {
  private final Sources sources;
  private final Runnable onNews;
  // One for each source in order; two sources may read the same repository.
  private List<SourceKey> keys = List.of();

  /**
   * @param onNews called on every change of what is known, from any thread
   */
  SourceDesk(Sources sources, Runnable onNews) {
    this.sources = sources;
    this.onNews = onNews;
  }

  /** Follows these sources and no others. */
  void follow(List<Source> wanted) {
    List<SourceKey> next = wanted.stream().map(sources::key).toList();
    Set<SourceKey> dropped = new LinkedHashSet<>(keys);
    next.forEach(dropped::remove);
    Set<SourceKey> added = new LinkedHashSet<>(next);
    keys.forEach(added::remove);
    added.forEach(key -> sources.follow(key, onNews));
    dropped.forEach(key -> sources.unfollow(key, onNews));
    keys = next;
  }

  /** Whether there is anything to follow. */
  boolean following() {
    return !keys.isEmpty();
  }

  /** Looks at all sources now instead of at their next turn. */
  void refresh() {
    Set.copyOf(keys).forEach(sources::refresh);
  }

  /** What is known of the sources now. */
  Fetched fetched() {
    var snapshots = new ArrayList<SourceState.Snapshot>();
    String error = "";
    for (SourceKey key : keys) {
      SourceState state = sources.state(key);
      if (state.snapshot() != null) {
        snapshots.add(state.snapshot());
      }
      if (error.isEmpty() && !state.error().isEmpty()) {
        error = state.error();
      }
    }
    return new Fetched(snapshots.size() == keys.size() ? snapshots : List.of(), error);
  }

  /** Where the first source is, without credentials; empty when there is none. */
  String url() {
    return keys.isEmpty() ? "" : Urls.withoutCredentials(keys.getFirst().url());
  }
}
