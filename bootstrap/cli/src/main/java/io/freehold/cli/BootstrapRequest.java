package io.freehold.cli;

import static java.util.Objects.requireNonNull;

import io.freehold.forge.Forge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a bootstrap is asked to do.
 *
 * @param git the registry, and how the operator reaches it
 * @param target the cluster, and how the operator reaches it
 * @param folder what a new folder of the cluster says
 * @param forge where the deploy key is registered
 * @param deployKey which deploy key the cluster gets
 * @param timeout how long each wait may take
 */
public record BootstrapRequest(
    Git git,
    Target target,
    Folder folder,
    Forge forge,
    DeployKeySource deployKey,
    Duration timeout) {
  public BootstrapRequest {
    requireNonNull(git, "git is null");
    requireNonNull(target, "target is null");
    requireNonNull(folder, "folder is null");
    requireNonNull(forge, "forge is null");
  }

  /**
   * The registry.
   *
   * @param registry its address
   * @param branch its branch
   * @param operatorKey whose key clones and pushes
   * @param knownHosts file with the host key of the Git server
   */
  public record Git(
      RegistryUrl registry, String branch, OperatorKey operatorKey, Path knownHosts) {}

  /**
   * The cluster.
   *
   * @param kubeconfig how the operator reaches it
   * @param context context in it, empty for the current one
   */
  public record Target(Path kubeconfig, String context) {}

  /**
   * The cluster's folder.
   *
   * @param cluster name of the cluster and of its folder
   * @param labels labels of a new cluster.yaml
   * @param planeEndpoint where the agent reports to, empty for nowhere
   * @param reportInterval longest silence between reports
   * @param pollInterval pause between two looks at the registry
   * @param agentImage container image of the agent
   * @param samples whether the sample applications come along
   */
  public record Folder(
      String cluster,
      Map<String, String> labels,
      String planeEndpoint,
      String reportInterval,
      String pollInterval,
      String agentImage,
      boolean samples) {
    public Folder {
      labels = Map.copyOf(labels);
    }
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
