package io.freehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApiGroup;
import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterUnreachableException;
import io.freehold.kube.Credentials;
import io.freehold.kube.KubeCluster;
import java.util.ArrayList;
import java.util.List;
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
      return access.isOurs()
          ? OwnedTree.read(access.cluster(), id(), cluster.labelledKinds())
          : OwnedTree.of(access.cluster(), argoObjects(access, cluster));
    } catch (ClusterUnreachableException e) {
      throw new CliException(ExitCode.CLUSTER, String.valueOf(e.getMessage()), e);
    }
  }

  /** What the status of an Application of argoproj.io lists, as far as it is there. */
  private List<JsonNode> argoObjects(ApplicationAccess access, KubeCluster cluster) {
    List<JsonNode> objects = new ArrayList<>();
    for (JsonNode resource : access.cluster().argoResources(id().namespace(), id().name())) {
      String group = resource.path("group").asText("");
      String version = resource.path("version").asText("v1");
      ObjectRef ref =
          new ObjectRef(
              group,
              resource.path("kind").asText(),
              resource.path("namespace").asText(""),
              resource.path("name").asText());
      cluster
          .get(group.isEmpty() ? version : group + "/" + version, ref)
          .ifPresent(live -> objects.add(live.content()));
    }
    return objects;
  }

  ApplicationId id() {
    int slash = name.indexOf('/');
    return slash < 0
        ? new ApplicationId(namespace, name)
        : new ApplicationId(name.substring(0, slash), name.substring(slash + 1));
  }
}
