/**
 * The sync engine: compares what Git wants with what the cluster holds, plans the way from one to
 * the other, and steps along it. The core is values in and values out (plan, step, drift);
 * everything outside is behind the ports {@link io.freehold.engine.ClusterPort} and its listeners.
 * It knows JSON, but no Kubernetes client, no Git and no HTTP.
 */
@NullMarked
package io.freehold.engine;

import org.jspecify.annotations.NullMarked;
