package io.freehold.runtime;

import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.Desired;
import java.util.Set;

/** What came out of a render. */
sealed interface Rendering {
  /**
   * Objects, ready to be applied.
   *
   * @param desired the objects
   * @param kinds their kinds, as far as the API server serves them
   * @param unresolved whether some kind was unknown, so that another try may come out differently
   */
  record Ready(Desired desired, Set<ResourceKind> kinds, boolean unresolved) implements Rendering {
    public Ready {
      kinds = Set.copyOf(kinds);
    }
  }

  /**
   * Git holds something that must not be applied; only a new commit changes that.
   *
   * @param reason one CamelCase word
   * @param message what is wrong where
   */
  record Unusable(String reason, String message) implements Rendering {}

  /** The render could not be made now, as when the API server does not answer. */
  record Postponed(String message) implements Rendering {}
}
