package io.freehold.cli;

import static java.util.Objects.requireNonNull;

import io.freehold.forge.Forge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a bootstrap is asked to do.
 *
 * @param registry address of the registry
 * @param branch its branch
 * @param cluster name of the cluster and of its folder
 * @param labels labels for a new cluster.yaml
 * @param kubeconfig how the operator reaches the cluster
 * @param context context in it, empty for the current one
 * @param operatorKey how the operator reaches the registry
 * @param knownHosts file with the host key of the Git server
 * @param forge where the deploy key is registered
 * @param deployKey which deploy key the cluster gets
 * @param planeEndpoint where the agent reports to, empty for nowhere
 * @param reportInterval longest silence between reports
 * @param pollInterval pause between two looks at the registry
 * @param agentImage container image of the agent
 * @param samples whether the sample applications come along
 * @param timeout how long each wait may take
 */
public record BootstrapRequest(
    RegistryUrl registry,
    String branch,
    String cluster,
    Map<String, String> labels,
    Path kubeconfig,
    String context,
    OperatorKey operatorKey,
    Path knownHosts,
    Forge forge,
    DeployKeySource deployKey,
    String planeEndpoint,
    String reportInterval,
    String pollInterval,
    String agentImage,
    boolean samples,
    Duration timeout) {
  public BootstrapRequest {
    requireNonNull(registry, "registry is null");
    requireNonNull(forge, "forge is null");
    labels = Map.copyOf(labels);
  }

  /** Whose key clones and pushes. */
  public sealed interface OperatorKey {
    /** A private key file. */
    record File(Path file) implements OperatorKey {}

    /** What ssh would use. */
    record Default() implements OperatorKey {}
  }

  /** Where the deploy key comes from. */
  public sealed interface DeployKeySource {
    /** A new key, or the one that the cluster has already. */
    record Generated() implements DeployKeySource {}

    /** A private key file. */
    record File(Path file) implements DeployKeySource {}
  }
}
