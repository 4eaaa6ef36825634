package io.freehold.runtime;

import io.freehold.api.ProjectRules;
import io.freehold.api.Source;

/** Where desired state comes from. Nothing here blocks. */
interface Sources {
  /**
   * The repository and revision that a spec means, with what is asked of it; what it leaves out is
   * the registry's.
   *
   * @param rules of the project
   */
  SourceKey key(Source source, ProjectRules rules);

  /** The newest that is known. */
  SourceState state(SourceKey key);

  /**
   * From now on, calls back on every change of the state; starts to look at a source nobody
   * followed.
   */
  void follow(SourceKey key, Runnable onNews);

  /** Ends {@link #follow} with the same callback; a source that nobody follows is not looked at. */
  void unfollow(SourceKey key, Runnable onNews);

  /** Looks at a source now instead of at its next turn. */
  void refresh(SourceKey key);
}
