package io.freehold.runtime;

import io.freehold.api.ApplicationId;

/** Makes objects out of trees. Blocks; thread safe. */
interface Renders {
  /** Renders what was fetched for an application. */
  Rendering render(ApplicationId application, Settings settings, Fetched fetched);
}
