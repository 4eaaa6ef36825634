package io.freehold.cli;

import io.freehold.api.Application;
import io.freehold.api.ApplicationStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold get applications}. */
@Command(
    name = "applications",
    aliases = {"application", "apps", "app"},
    description = {
      "Show the applications of a cluster, or with --plane of the whole fleet.",
      "Under an application that is not well stands why, with file and line where Git is to blame.",
      ""
    },
    mixinStandardHelpOptions = true)
final class GetApplicationsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only applications of this name.")
  private String name = "";

  @Mixin private GetOptions options = new GetOptions();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "",
      description = "With --plane, only this cluster.")
  private String cluster = "";

  @Override
  public void run() {
    if (options.plane().isPresent()) {
      List<PlaneClient.FleetApplication> all = options.plane().get().applications(cluster);
      List<PlaneClient.FleetApplication> items =
          all.stream().filter(item -> name.isEmpty() || item.name().equals(name)).toList();
      options.output().print(spec.commandLine().getOut(), items, wide -> fleetTable(items, wide));
      return;
    }
    try (var access = options.cluster()) {
      List<Application> items =
          Stream.concat(access.applications().stream(), access.argoApplications().stream())
              .filter(item -> name.isEmpty() || item.metadata().name().equals(name))
              .sorted(Comparator.comparing(item -> item.id().toString()))
              .toList();
      options.output().print(spec.commandLine().getOut(), items, wide -> clusterTable(items, wide));
    }
  }

  static Table clusterTable(List<Application> items, boolean wide) {
    Table table = wide ? new Table(header(true, "")) : new Table(header(false, ""));
    for (Application item : items) {
      var source = item.spec().sources().isEmpty() ? null : item.spec().sources().getFirst();
      row(
          table,
          wide,
          List.of(),
          item.metadata().namespace(),
          item.metadata().name(),
          item.status(),
          source == null ? "" : source.path());
    }
    return table;
  }

  private static Table fleetTable(List<PlaneClient.FleetApplication> items, boolean wide) {
    Table table = new Table(header(wide, "CLUSTER"));
    for (PlaneClient.FleetApplication item : items) {
      String cluster =
          item.clusterState().equals("fresh")
              ? item.cluster()
              : item.cluster() + " (" + item.clusterState() + ")";
      row(table, wide, List.of(cluster), item.namespace(), item.name(), item.status(), item.path());
    }
    return table;
  }

  private static String[] header(boolean wide, String first) {
    List<String> header = new ArrayList<>();
    if (!first.isEmpty()) {
      header.add(first);
    }
    header.addAll(
        List.of("NAMESPACE", "NAME", "SYNC", "HEALTH", "REVISION", "OBJECTS", "DRIFT REPAIRED"));
    if (wide) {
      header.addAll(List.of("PATH", "LAST SYNC"));
    }
    header.add("PROBLEM");
    return header.toArray(String[]::new);
  }

  private static void row(
      Table table,
      boolean wide,
      List<String> first,
      String namespace,
      String name,
      ApplicationStatus status,
      String path) {
    List<String> cells = new ArrayList<>(first);
    String revision = status.revision();
    cells.addAll(
        List.of(
            namespace,
            name,
            status.sync().toString(),
            status.health().status().toString(),
            revision.length() > 8 && !wide ? revision.substring(0, 8) : revision,
            status.summary().synced() + "/" + status.summary().objects(),
            Long.toString(status.summary().driftRepairs())));
    if (wide) {
      cells.addAll(List.of(path, status.operation().finishedAt()));
    }
    cells.add(ApplicationText.problem(status).orElse(""));
    table.row(cells.toArray(String[]::new));
  }
}
