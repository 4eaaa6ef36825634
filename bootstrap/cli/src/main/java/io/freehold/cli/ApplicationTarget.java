package io.freehold.cli;

import io.freehold.api.ApiGroup;
import io.freehold.api.ApplicationId;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.kube.Credentials;
import io.freehold.kube.KubeCluster;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which Application of which cluster is meant. */
final class ApplicationTarget {
  @Mixin private KubeOptions kube = new KubeOptions();

  @Parameters(paramLabel = "NAME", description = "The Application, as NAME or NAMESPACE/NAME.")
  private String name = "";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      defaultValue = ApiGroup.SYSTEM_NAMESPACE,
      description = "Its namespace (${DEFAULT-VALUE}).")
  private String namespace = ApiGroup.SYSTEM_NAMESPACE;

  /** With the caller's own rights. */
  ApplicationAccess open() {
    return new ApplicationAccess(ClusterAccess.of(kube.kubeconfig(), kube.context()), id());
  }

  /** The same cluster, as the agent sees it. */
  KubeCluster connect() {
    return KubeCluster.connect(Credentials.of(kube.kubeconfig(), kube.context()));
  }

  /** What the Application has in the cluster. */
  OwnedTree tree(ApplicationAccess access) {
    try (KubeCluster cluster = connect()) {
      return OwnedTree.read(access.cluster(), id(), cluster.labelledKinds());
    } catch (ClusterUnreachableException e) {
      throw new CliException(ExitCode.CLUSTER, String.valueOf(e.getMessage()), e);
    }
  }

  ApplicationId id() {
    int slash = name.indexOf('/');
    return slash < 0
        ? new ApplicationId(namespace, name)
        : new ApplicationId(name.substring(0, slash), name.substring(slash + 1));
  }
}
