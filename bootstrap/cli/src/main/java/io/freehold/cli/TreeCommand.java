package io.freehold.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freehold tree}. */
@Command(
    name = "tree",
    description = {
      "Show the objects of an Application and what controllers made of them.",
      "Of the latter these are shown: replica sets, jobs, pods, volume claims and endpoint slices.",
      ""
    },
    mixinStandardHelpOptions = true)
final class TreeCommand implements Runnable {
  /** One line, for programs. */
  record Line(
      String group,
      String kind,
      String namespace,
      String name,
      int depth,
      String health,
      String message) {}

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ApplicationTarget target = new ApplicationTarget();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public void run() {
    try (var access = target.open()) {
      access.read();
      List<Line> lines =
          target.tree(access).nodes().stream()
              .map(node ->
                  new Line(
                      node.ref().group(),
                      node.ref().kind(),
                      node.ref().namespace(),
                      node.ref().name(),
                      node.depth(),
                      node.health().status().toString(),
                      node.health().message()))
              .toList();
      output.print(spec.commandLine().getOut(), lines, _ -> table(lines));
    }
  }

  private static Table table(List<Line> lines) {
    Table table = new Table("OBJECT", "NAMESPACE", "HEALTH", "MESSAGE");
    for (Line line : lines) {
      String kind = line.group().isEmpty() ? line.kind() : line.group() + "/" + line.kind();
      table.row(
          "  ".repeat(line.depth()) + kind + " " + line.name(),
          line.namespace(),
          line.health(),
          line.message());
    }
    return table;
  }
}
