package io.freehold.testkit;

import java.net.URI;
import java.nio.file.Path;

/**
 * What a test sees of its cluster.
 *
 * @param kubeconfig an administrator's
 * @param server the address of the API server
 * @param namespace made for this test class alone
 */
public record TestCluster(Path kubeconfig, URI server, String namespace) {
  /**
   * Runs {@code kubectl} as administrator in the namespace of the test class and returns its
   * output.
   *
   * @throws AssertionError with its messages if it fails
   * @throws org.opentest4j.TestAbortedException if this machine has no kubectl: the test is skipped
   */
  public String kubectl(String... arguments) {
    return Kubectl.run(this, "", arguments);
  }

  /** Applies manifests, YAML or JSON, as a person would; see {@link #kubectl}. */
  public String apply(String manifests) {
    return Kubectl.run(this, manifests, "apply", "-f", "-");
  }

  /**
   * Applies manifests on the server, as a controller would.
   *
   * @param manager its field manager
   * @param force whether it takes fields of others
   */
  public String applyAs(String manager, boolean force, String manifests) {
    return Kubectl.run(
        this,
        manifests,
        "apply",
        "--server-side",
        "--field-manager=" + manager,
        "--force-conflicts=" + force,
        "-f",
        "-");
  }

  /** The same in another namespace than that of the test class. */
  public String applyTo(String namespace, String manifests) {
    return Kubectl.run(this, manifests, "apply", "--namespace=" + namespace, "-f", "-");
  }
}
