package io.freehold.webhook;

import java.util.List;

/**
 * A branch or tag moved.
 *
 * @param repositories URLs of the repository, at least one
 * @param revision name of the branch or tag without {@code refs/heads/} or {@code refs/tags/}
 * @param touchedHead whether the default branch may have moved
 */
public record Push(List<String> repositories, String revision, boolean touchedHead) {
  public Push {
    repositories = List.copyOf(repositories);
  }

  /**
   * Whether a source that follows a revision has to look. A name is compared without its kind, as
   * forges do not all tell it.
   *
   * @param target branch, tag or ref that is followed; empty or HEAD for the default branch
   */
  public boolean concerns(String target) {
    boolean defaultBranch = target.isEmpty() || target.equals("HEAD");
    return defaultBranch ? touchedHead : shortName(target).equals(revision);
  }

  /** A ref without what says its kind. */
  public static String shortName(String ref) {
    for (String kind : List.of("refs/heads/", "refs/tags/")) {
      if (ref.startsWith(kind)) {
        return ref.substring(kind.length());
      }
    }
    return ref;
  }
}
