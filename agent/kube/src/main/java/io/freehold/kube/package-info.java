/**
 * The thin Kubernetes client of the agent: server-side apply, delete, streaming watches and
 * aggregated discovery over the JDK's HTTP/2 client, as {@link io.freehold.kube.KubeCluster} behind
 * the engine's port. Of fabric8 only the loading of credentials is used. Nothing here caches
 * objects.
 */
@NullMarked
package io.freehold.kube;

import org.jspecify.annotations.NullMarked;
