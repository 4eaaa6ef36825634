package io.freehold.runtime;

import io.freehold.engine.Owned;

/**
 * An object of the cluster that carries the tracking label of some application.
 *
 * @param owned what matters for pruning
 * @param resourceVersion newest version seen
 */
record Tracked(Owned owned, String resourceVersion) {}
