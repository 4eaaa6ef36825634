package io.freehold.cli;

import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which cluster is meant. */
final class KubeOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster; by default $KUBECONFIG or ~/.kube/config.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Context of the kubeconfig; the current one by default.")
  private String context = "";

  Path kubeconfig() {
    if (kubeconfig != null) {
      return kubeconfig;
    }
    String variable = System.getenv("KUBECONFIG");
    if (variable != null && !variable.isBlank()) {
      // Of a list only the first file is read; kubectl would merge them.
      return Path.of(variable.split(File.pathSeparator, 2)[0]);
    }
    return Path.of(System.getProperty("user.home"), ".kube", "config");
  }

  String context() {
    return context;
  }
}
