package io.freehold.runtime;

import io.freehold.api.ProjectRules;
import io.freehold.api.Source;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Follows the sources of one application. Owned by its actor. */
final class SourceDesk {
  private final Sources sources;
  private final Runnable onNews;
  private Set<SourceKey> remotes = Set.of();
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
  void follow(List<Source> wanted, ProjectRules rules) {
    follow(wanted.stream().map(source -> sources.key(source, rules)).toList());
  }

  /** Follows nothing any more. */
  void leave() {
    Set<SourceKey> before = followed();
    keys = List.of();
    remotes = Set.of();
    move(before);
  }

  private void follow(List<SourceKey> next) {
    Set<SourceKey> before = followed();
    keys = next;
    move(before);
  }

  /** What the last render fetched besides the sources is looked at as they are. */
  void alsoFollow(Set<SourceKey> fetched) {
    if (!fetched.equals(remotes)) {
      Set<SourceKey> before = followed();
      remotes = Set.copyOf(fetched);
      move(before);
    }
  }

  private Set<SourceKey> followed() {
    Set<SourceKey> all = new LinkedHashSet<>(keys);
    all.addAll(remotes);
    return all;
  }

  private void move(Set<SourceKey> before) {
    Set<SourceKey> now = followed();
    now.stream().filter(key -> !before.contains(key)).forEach(key -> sources.follow(key, onNews));
    before.stream().filter(key -> !now.contains(key)).forEach(key -> sources.unfollow(key, onNews));
  }

  /** Whether there is anything to follow. */
  boolean following() {
    return !keys.isEmpty();
  }

  /** Looks at all sources now instead of at their next turn. */
  void refresh() {
    followed().forEach(sources::refresh);
  }

  /** What is known of the sources now. */
  Fetched fetched() {
    var snapshots = new ArrayList<SourceState.Snapshot>();
    String error = "";
    boolean refused = false;
    for (SourceKey key : keys) {
      SourceState state = sources.state(key);
      if (state.snapshot() != null) {
        snapshots.add(state.snapshot());
      }
      if (error.isEmpty() && !state.error().isEmpty()) {
        error = state.error();
        refused = state.refused();
      }
    }
    return new Fetched(snapshots.size() == keys.size() ? snapshots : List.of(), error, refused);
  }

  /** Where the first source is, without credentials; empty when there is none. */
  String url() {
    return keys.isEmpty() ? "" : Urls.withoutCredentials(keys.getFirst().url());
  }
}
