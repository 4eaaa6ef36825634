/**
 * The local platform as JUnit extensions, for every test that touches Kubernetes or Git. {@link
 * io.freehold.testkit.SharedCluster} gives a test class its namespace on a control plane that all
 * classes of the JVM share, {@link io.freehold.testkit.OwnCluster} a control plane of its own,
 * {@link io.freehold.testkit.TestGitServer} a Git server over SSH with deploy keys. Where the
 * control plane can not be built the tests are skipped, with the reason.
 */
@NullMarked
package io.freehold.testkit;

import org.jspecify.annotations.NullMarked;
