package io.freehold.runtime;

import io.freehold.api.ApplicationId;
import io.freehold.render.ClusterFacts;

/** Makes objects out of trees. Blocks; thread safe. */
interface Renders {
  /** Renders what was fetched for an application. */
  Rendering render(ApplicationId application, Settings settings, Fetched fetched);

  /** Whether the version and the kinds of the cluster are what they were at a render. */
  default boolean isStill(ClusterFacts facts) {
    return true;
  }
}
