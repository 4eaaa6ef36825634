package io.freehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.Durations;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold logs}. */
@Command(
    name = "logs",
    description = {
      "Print the logs of all pods of an Application.",
      "Each line comes after the names of pod and container.",
      ""
    },
    mixinStandardHelpOptions = true)
final class LogsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME",
      description = "Only containers of this name, also those that run before the others.")
  private String container = "";

  @Option(
      names = "--tail",
      paramLabel = "LINES",
      defaultValue = "100",
      description = "How many lines of each container at first (${DEFAULT-VALUE}); -1 for all.")
  private int tail;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description = "Only lines that are no older, as 10m; all when absent.",
      showDefaultValue = Visibility.NEVER)
  private String since = "0s";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, of the pods that there are now, until they end.")
  private boolean follow;

  @Override
  public void run() {
    Duration age = Durations.parse(since);
    try (var access = target.open()) {
      access.read();
      List<PodLogs.Container> containers =
          target.tree(access).nodes().stream()
              .filter(node -> node.ref().kind().equals("Pod") && node.ref().group().isEmpty())
              .flatMap(this::containers)
              .toList();
      if (containers.isEmpty()) {
        throw new CliException(
            ExitCode.FAILED,
            access.id()
                + " has no pod"
                + (container.isEmpty() ? "" : " with a container " + container)
                + "; \"freehold tree\" shows what it has");
      }
      PodLogs logs = new PodLogs(access.cluster().client(), spec.commandLine().getOut(), tail, age);
      List<String> problems = follow ? logs.follow(containers) : logs.print(containers);
      if (!problems.isEmpty()) {
        throw new CliException(ExitCode.CLUSTER, String.join("; ", problems));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Stream<PodLogs.Container> containers(OwnedTree.Node pod) {
    JsonNode content = pod.object().path("spec");
    Stream<JsonNode> usual = content.path("containers").valueStream();
    Stream<JsonNode> all =
        container.isEmpty()
            ? usual
            : Stream.concat(content.path("initContainers").valueStream(), usual)
                .filter(one -> one.path("name").asText().equals(container));
    return all.map(one ->
        new PodLogs.Container(pod.ref().namespace(), pod.ref().name(), one.path("name").asText()));
  }
}
