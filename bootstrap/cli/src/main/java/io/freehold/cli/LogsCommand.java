package io.freehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold logs}. */
@Command(
    name = "logs",
    description = {
      "Print the logs of all pods of an Application, each line after the names of pod and container.",
      ""
    },
    mixinStandardHelpOptions = true)
final class LogsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME",
      description = "Only containers of this name.")
  private String container = "";

  @Option(
      names = "--tail",
      paramLabel = "LINES",
      defaultValue = "100",
      description = "How many lines of each container (${DEFAULT-VALUE}).")
  private int tail;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    try (var access = target.open()) {
      access.read();
      boolean any = false;
      List<String> problems = new ArrayList<>();
      for (OwnedTree.Node node : target.tree(access).nodes()) {
        if (!node.ref().kind().equals("Pod") || !node.ref().group().isEmpty()) {
          continue;
        }
        for (JsonNode one : node.object().path("spec").path("containers")) {
          String name = one.path("name").asText();
          if (container.isEmpty() || container.equals(name)) {
            any = true;
            print(access, node, name, out, problems);
          }
        }
      }
      out.flush();
      if (!any) {
        throw new CliException(
            ExitCode.FAILED,
            access.id()
                + " has no pod"
                + (container.isEmpty() ? "" : " with a container " + container)
                + "; \"freehold tree\" shows what it has");
      }
      if (!problems.isEmpty()) {
        throw new CliException(ExitCode.CLUSTER, String.join("; ", problems));
      }
    }
  }

  private void print(
      ApplicationAccess access,
      OwnedTree.Node pod,
      String name,
      PrintWriter out,
      List<String> problems) {
    try {
      String log =
          access
              .cluster()
              .client()
              .pods()
              .inNamespace(pod.ref().namespace())
              .withName(pod.ref().name())
              .inContainer(name)
              .tailingLines(tail)
              .getLog();
      log.lines().forEach(line -> out.printf("%s %s %s%n", pod.ref().name(), name, line));
    } catch (KubernetesClientException e) {
      problems.add("no log of %s %s: %s".formatted(pod.ref().name(), name, GitErrors.explain(e)));
    }
  }
}
