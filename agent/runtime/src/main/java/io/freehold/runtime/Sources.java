package io.freehold.runtime;

import io.freehold.api.Commit;
import io.freehold.api.ProjectRules;
import io.freehold.api.Source;
import java.util.List;

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

  /**
   * The commits of one revision that are not in another, newest first; none when it is no commit of
   * a repository that is here.
   *
   * @param from the other revision; when it is empty, or not known, only the newest commit is told
   */
  default List<Commit> commits(String from, String to) {
    return List.of();
  }

  /** Looks at a source now instead of at its next turn. */
  void refresh(SourceKey key);
}
