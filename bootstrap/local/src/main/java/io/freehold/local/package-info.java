/**
 * The local platform: what a fleet needs, on one machine and without Docker. {@link
 * io.freehold.local.LocalCluster} is a real Kubernetes control plane, linked from the upstream Go
 * modules into one executable that {@link io.freehold.local.DevClusterBinary} builds on first use;
 * {@link io.freehold.local.GitServer} is a Git server over SSH that enforces deploy keys as the
 * public forges do. Both are parts of {@code freehold demo} and, through the testkit, of the tests.
 * Nothing here is meant to serve anybody but the user of the machine.
 */
@NullMarked
package io.freehold.local;

import org.jspecify.annotations.NullMarked;
