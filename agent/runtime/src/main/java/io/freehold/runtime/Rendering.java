package io.freehold.runtime;

import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.Desired;
import io.freehold.render.ClusterFacts;
import io.freehold.render.ClusterUse;
import io.freehold.tree.TreeReads;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came out of a render. */
sealed interface Rendering {
  /**
   * Objects, ready to be applied.
   *
   * @param desired the objects
   * @param kinds their kinds, as far as the API server serves them
   * @param unresolved whether some kind was unknown, so that another try may come out differently
   * @param reads what was looked up in each source: while it is the same, so are the objects
   * @param cluster what of the cluster went into it
   * @param facts of the cluster at that time
   * @param remotes what was fetched besides the sources, and at which revision
   */
  record Ready(
      Desired desired,
      Set<ResourceKind> kinds,
      boolean unresolved,
      List<TreeReads> reads,
      ClusterUse cluster,
      ClusterFacts facts,
      Map<SourceKey, String> remotes)
      implements Rendering {
    public Ready {
      kinds = Set.copyOf(kinds);
      reads = List.copyOf(reads);
      remotes = Map.copyOf(remotes);
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
