package io.freehold.runtime;

import io.freehold.api.ApplicationId;

/** Makes objects out of trees. Blocks; thread safe. */
interface Renders {
  /** Renders a folder of a commit for an application. */
  Rendering render(ApplicationId application, Settings settings, SourceState.Snapshot snapshot);
}
